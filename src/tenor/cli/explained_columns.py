"""The columns of the tables of ``tenor explain``."""

from __future__ import annotations

from functools import partial

from tenor.cli.column_kinds import score
from tenor.present import Column, format_signed


def _with_visible_ends(term: str) -> str:
    """Return a term in which white space at its ends, where a word begins or ends, is visible."""
    n_before, n_after = len(term) - len(term.lstrip()), len(term) - len(term.rstrip())
    return f"{'␣' * n_before}{term.strip()}{'␣' * n_after}" if term.strip() else "␣" * len(term)


_SIGNED = partial(format_signed, decimals=3)

EXPLAINED_SCORES = (
    Column("label", "label", "a theme or position, the most probable first", "id"),
    score("probability", "probability", "the score that 'tenor predict' writes"),
    score("threshold", "threshold", "the probability that decides, where it does"),
    Column(
        "raw_score",
        "raw score",
        "intercept and contributions of all terms",
        "number",
        _SIGNED,
    ),
    Column("decision", "decision", "whether the label is predicted"),
)

CONTRIBUTIONS = (
    Column("contribution", "contribution", "what the term adds to the score", "number", _SIGNED),
    Column("term", "term", "a term of the article; ␣ is a space", format=_with_visible_ends),
    Column("field", "field", "the field of the article that it is a term of", "id"),
)
