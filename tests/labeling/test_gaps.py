"""Labels that people left undecided, or were not asked about."""

from __future__ import annotations

import pandas as pd

from tenor.codebook import THEMES, Codebook
from tenor.labeling import GoldGaps, Judgment, gold_gaps

THEMES_OF_BOOK = '[[themes]]\nname = "economy"\n[[themes]]\nname = "arts"\n'
BOOK = Codebook.parse(f'version = "1"\n{THEMES_OF_BOOK}')
ONE = Codebook.parse(f'version = "1"\nthemes_per_article = "one"\n{THEMES_OF_BOOK}')
ANA = Judgment("a", "theme", "", "economy", "coder", "ana")
BEN = ANA._replace(coder="ben", label="arts")


def gaps(*judgments: Judgment, book: Codebook = BOOK) -> GoldGaps:
    table = pd.DataFrame(judgments, columns=list(Judgment._fields))
    return gold_gaps(table, pd.Index(["a", "b"]), book, THEMES)


def test_a_label_that_half_of_the_coders_gave_is_undecided_until_somebody_decides() -> None:
    assert gaps(ANA, BEN).is_undecided.tolist() == [[True, True]]
    decided = ANA._replace(origin="adjudicated", coder="chair")
    assert gaps(ANA, BEN, decided).n_undecided == 0
    # A third coder makes a majority.
    assert gaps(ANA, BEN, ANA._replace(coder="cem")).n_undecided == 0


def test_of_single_labels_those_with_the_most_coders_are_undecided() -> None:
    assert gaps(ANA, BEN, book=ONE).is_undecided.tolist() == [[True, True]]
    assert gaps(ANA, BEN, BEN._replace(coder="cem"), book=ONE).n_undecided == 0
    nobody = gaps(ANA, BEN._replace(label="none"), book=ONE)
    assert nobody.is_undecided.tolist() == [[True, False]]


def test_labels_that_no_coder_was_asked_about_are_unanswered() -> None:
    """Machines and publishers cannot answer for people."""
    found = gaps(
        ANA._replace(asked="economy"),
        BEN._replace(origin="machine"),
        ANA._replace(article_id="b"),
    )
    assert (found.n_unanswered, found.unanswered_labels) == (1, {"arts": 1})
