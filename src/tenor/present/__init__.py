"""Formatting of numbers, tables, text from files, spreadsheet cells and HTML pages."""

from tenor.present.numbers import (
    format_count,
    format_interval,
    format_percent,
    format_score,
    format_signed,
    plural,
    score_with_interval,
)
from tenor.present.tables import Column, Estimate, Table
from tenor.present.text import escape_markdown, fenced_code, inline_code, printable, shorten

__all__ = [
    "Column",
    "Estimate",
    "Table",
    "escape_markdown",
    "fenced_code",
    "format_count",
    "format_interval",
    "format_percent",
    "format_score",
    "format_signed",
    "inline_code",
    "plural",
    "printable",
    "score_with_interval",
    "shorten",
]
