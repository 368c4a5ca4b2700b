"""Formatting of numbers, of text from files, of spreadsheet cells and of HTML pages."""

from tenor.present.numbers import (
    format_count,
    format_interval,
    format_percent,
    format_score,
    format_signed,
    score_with_interval,
)
from tenor.present.text import escape_markdown, fenced_code, inline_code, printable

__all__ = [
    "escape_markdown",
    "fenced_code",
    "format_count",
    "format_interval",
    "format_percent",
    "format_score",
    "format_signed",
    "inline_code",
    "printable",
    "score_with_interval",
]
