"""TF-IDF features of article fields."""

from tenor.features.analysis import Analysis
from tenor.features.fields import FIELDS, READ_CLAIMS, Field, field_text
from tenor.features.view import FittedView
from tenor.features.vocabulary import Vocabulary

__all__ = ["FIELDS", "READ_CLAIMS", "Analysis", "Field", "FittedView", "Vocabulary", "field_text"]
