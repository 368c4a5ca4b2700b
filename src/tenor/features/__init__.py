"""TF-IDF features of the text fields of articles."""

from tenor.features.analysis import MAX_NGRAM, Analysis
from tenor.features.fields import (
    CLAIM_FIELDS,
    FIELDS,
    SEPARATOR,
    TARGET_FIELDS,
    TextKey,
    field_text,
    text_key,
)
from tenor.features.view import FittedView
from tenor.features.vocabulary import Vocabulary

__all__ = [
    "CLAIM_FIELDS",
    "FIELDS",
    "MAX_NGRAM",
    "SEPARATOR",
    "TARGET_FIELDS",
    "Analysis",
    "FittedView",
    "TextKey",
    "Vocabulary",
    "field_text",
    "text_key",
]
