"""TF-IDF features of article fields."""

from tenor.features.analysis import Analysis
from tenor.features.fields import FIELDS, Field, field_text
from tenor.features.view import FittedView
from tenor.features.vocabulary import Vocabulary

__all__ = ["FIELDS", "Analysis", "Field", "FittedView", "Vocabulary", "field_text"]
