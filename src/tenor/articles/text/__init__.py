"""Words, names, sentences and quotations of texts; every other module uses these definitions."""

from tenor.articles.text.names import MIN_PREFIX, check_wildcards, names_pattern
from tenor.articles.text.normal_form import nfc
from tenor.articles.text.quotations import (
    SpeechSpan,
    blank_quotations,
    quotation_spans,
    split_speech,
)
from tenor.articles.text.sentences import sentence_ends, split_sentences
from tenor.articles.text.words import WORD, fold_word, has_unspaced_script, split_words

__all__ = [
    "MIN_PREFIX",
    "WORD",
    "SpeechSpan",
    "blank_quotations",
    "check_wildcards",
    "fold_word",
    "has_unspaced_script",
    "names_pattern",
    "nfc",
    "quotation_spans",
    "sentence_ends",
    "split_sentences",
    "split_speech",
    "split_words",
]
