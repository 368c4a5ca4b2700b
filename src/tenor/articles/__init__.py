"""Articles: reading them from files, and cleaning their texts."""

from tenor.articles.article import Article, Reason, Rejection, UnreadableInput
from tenor.articles.claims import number_claims
from tenor.articles.cleaning import CLEANING, clean, clean_line
from tenor.articles.readers.date_words import date_fault
from tenor.articles.reading import read_articles

__all__ = [
    "CLEANING",
    "Article",
    "Reason",
    "Rejection",
    "UnreadableInput",
    "clean",
    "clean_line",
    "date_fault",
    "number_claims",
    "read_articles",
]
