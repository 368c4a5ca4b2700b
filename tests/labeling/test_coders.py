"""The labels that each coder gave."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tenor.codebook import THEMES, Codebook, Task
from tenor.labeling import CoderLabels, Judgment, coder_labels

TABLES = '[[themes]]\nname = "economy"\n[[themes]]\nname = "sport"\n'
BOOK = Codebook.parse(f'version = "1"\n{TABLES}[[targets]]\nname = "toll"\n')
ONE = Codebook.parse(f'version = "1"\nthemes_per_article = "one"\n{TABLES}')
IDS = pd.Index(["a", "b", "c"])


def theme(article: str, label: str, coder: str, origin: str = "coder") -> Judgment:
    return Judgment(article, "theme", "", label, origin, coder)


def stance(article: str, label: str, coder: str) -> Judgment:
    return Judgment(article, "stance", "toll", label, "coder", coder)


def labels_of(*judgments: Judgment, book: Codebook = BOOK, task: Task = THEMES) -> CoderLabels:
    table = pd.DataFrame(judgments, columns=list(Judgment._fields))
    return coder_labels(table, IDS, book, task)


def test_a_coder_who_judged_an_article_did_not_give_the_other_themes() -> None:
    """To give an article no theme is a judgement about each theme."""
    cells = labels_of(
        theme("a", "economy", "ana"),
        theme("a", "sport", "ana"),
        theme("a", "sport", "ben"),
        theme("c", "none", "ben"),
        theme("c", "sport", "cem"),
        theme("b", "sport", "ana"),
    )
    assert cells.coders == ("ana", "ben", "cem")
    rows = cells.rows_of_several_coders()
    assert rows.tolist() == [0, 2]
    assert cells.counts_per_label(rows).tolist() == [[[1, 1], [0, 2]], [[2, 0], [1, 1]]]


def test_coders_of_a_single_label_are_counted_by_label_and_none() -> None:
    cells = labels_of(
        theme("a", "economy", "ana"),
        theme("a", "none", "ben"),
        theme("a", "sport", "cem"),
        theme("a", "sport", "dee"),
        book=ONE,
    )
    assert cells.counts(np.array([0])).tolist() == [[[1, 2, 1]]]


def test_only_labels_of_coders_count() -> None:
    """Adjudicated labels, a publisher's tags and unknown articles do not."""
    cells = labels_of(
        theme("a", "economy", "ana"),
        theme("a", "sport", "eve", "adjudicated"),
        theme("a", "sport", "Daily", "publisher"),
        theme("x", "sport", "ben"),
    )
    assert (cells.coders, cells.rows.tolist(), cells.matrix.tolist()) == (
        ("ana",),
        [0],
        [[True, False]],
    )


def test_a_judgement_given_twice_counts_once() -> None:
    cells = labels_of(theme("a", "economy", "ana"), theme("a", "economy", "ana"))
    assert len(cells.rows) == 1
    assert cells.rows_of_several_coders().tolist() == []


def test_two_positions_of_one_coder_are_left_out_and_counted() -> None:
    """It is not known which of them was meant."""
    cells = labels_of(
        stance("a", "favor", "ana"),
        stance("a", "against", "ana"),
        stance("a", "favor", "ben"),
        stance("b", "neutral", "ana"),
        task=Task.stance("toll"),
    )
    assert cells.n_ambiguous == 1
    assert [cells.coders[i] for i in cells.coder_codes] == ["ben", "ana"]
    assert cells.counts(np.array([0, 1])).tolist() == [[[1, 0, 0, 0]], [[0, 0, 1, 0]]]


def test_without_judgements_there_are_no_cells() -> None:
    cells = labels_of(task=Task.stance("toll"))
    assert (cells.coders, len(cells.rows), cells.rows_of_several_coders().tolist()) == ((), 0, [])
    assert cells.counts(np.empty(0, dtype=np.intp)).shape == (0, 1, 4)


def test_a_selection_keeps_the_coders_of_all_cells() -> None:
    """By a mask or by positions."""
    cells = labels_of(theme("a", "economy", "ana"), theme("b", "sport", "ben"))
    for chosen in (np.array([False, True]), np.array([1])):
        part = cells.take(chosen)
        assert part.coders == ("ana", "ben")
        assert (part.rows.tolist(), part.coder_codes.tolist()) == ([1], [1])
        assert part.matrix.tolist() == [[False, True]]


def test_two_themes_of_one_coder_are_ambiguous_only_where_an_article_has_one_theme() -> None:
    both = (theme("a", "economy", "ana"), theme("a", "sport", "ana"))
    assert labels_of(*both).n_ambiguous == 0
    cells = labels_of(*both, theme("b", "sport", "ana"), book=ONE)
    assert cells.n_ambiguous == 1
    assert cells.rows.tolist() == [1]


def test_a_position_that_the_codebook_does_not_have_any_more_is_left_out() -> None:
    cells = labels_of(
        stance("a", "mixed", "ana"), stance("a", "favor", "ben"), task=Task.stance("toll")
    )
    assert [cells.coders[i] for i in cells.coder_codes] == ["ben"]
