"""TF-IDF features of article fields."""

from tenor.features.analysis import Analysis
from tenor.features.fields import FIELDS, READ_CLAIMS, READ_TARGETS, Field, field_text, names_for
from tenor.features.view import FittedView, Reads
from tenor.features.vocabulary import Vocabulary

__all__ = [
    "FIELDS",
    "READ_CLAIMS",
    "READ_TARGETS",
    "Analysis",
    "Field",
    "FittedView",
    "Reads",
    "Vocabulary",
    "field_text",
    "names_for",
]
