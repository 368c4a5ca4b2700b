"""Sentences on labels that people left undecided, or were not asked about."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tenor.codebook import THEMES, Task
from tenor.labeling import GoldGaps
from tenor.workflow.agreement.gaps import gap_notes

NONE = np.zeros((2, 2), dtype=bool)


def test_divided_coders_are_counted_and_the_command_that_lists_them_is_named() -> None:
    """In the plural unless it is one article."""
    undecided = np.array([[True, True], [False, False]])
    gaps = GoldGaps(("favor", "against"), np.arange(2), undecided, NONE)
    assert gap_notes(gaps, Task.stance("toll"), Path("data/corpus")) == [
        (
            "toll: on 1 article the coders are divided and nobody has decided; the positions in "
            "dispute neither train nor score (list them with 'tenor adjudicate data/corpus "
            "--output SHEET.csv')"
        )
    ]


def test_labels_that_nobody_was_asked_about_are_counted() -> None:
    unanswered = np.array([[False, True], [False, True]])
    gaps = GoldGaps(("economy", "sport"), np.arange(2), NONE, unanswered)
    assert gap_notes(gaps, THEMES, Path("c")) == [
        (
            "themes: the coders of 2 articles were not asked about labels as the codebook has them "
            "now, sport (2); there these labels neither train nor score (ask again with 'tenor "
            "codings sheet c --stale')"
        )
    ]


def test_without_gaps_there_is_no_sentence() -> None:
    assert gap_notes(GoldGaps(("a", "b"), np.arange(2), NONE, NONE), THEMES, Path("c")) == []
