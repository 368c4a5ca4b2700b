"""Words, sentences and quotations of texts; every other module uses these definitions."""

from tenor.articles.text.quotations import (
    SpeechSpan,
    blank_quotations,
    quotation_spans,
    split_speech,
)
from tenor.articles.text.sentences import sentence_ends, split_sentences
from tenor.articles.text.words import fold_word, split_words

__all__ = [
    "SpeechSpan",
    "blank_quotations",
    "fold_word",
    "quotation_spans",
    "sentence_ends",
    "split_sentences",
    "split_speech",
    "split_words",
]
