"""What each coder answered."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tenor.codebook import Codebook
from tenor.labeling import CoderAnswers, Judgment, coder_answers

THEMES = '[[themes]]\nname = "economy"\n[[themes]]\nname = "sport"\n'
BOOK = Codebook.parse(f'version = "1"\n{THEMES}[[targets]]\nname = "toll"\n')
ONE = Codebook.parse(f'version = "1"\nthemes_per_article = "one"\n{THEMES}')
IDS = pd.Index(["a", "b", "c"])


def theme(article: str, label: str, coder: str, origin: str = "coder") -> Judgment:
    return Judgment(article, "theme", "", label, origin, coder)


def stance(article: str, label: str, coder: str) -> Judgment:
    return Judgment(article, "stance", "toll", label, "coder", coder)


def answered(
    *judgments: Judgment, book: Codebook = BOOK, task: str = "theme", target: str = ""
) -> CoderAnswers:
    table = pd.DataFrame(judgments, columns=list(Judgment._fields))
    return coder_answers(table, IDS, book, task, target)


def test_a_coder_who_judged_an_article_did_not_give_the_other_themes() -> None:
    """To see none of them is a judgement of each."""
    found = answered(
        theme("a", "economy", "ana"), theme("a", "sport", "ana"), theme("a", "sport", "ben"),
        theme("c", "none", "ben"), theme("c", "sport", "cem"), theme("b", "sport", "ana"),
    )  # fmt: skip
    assert found.coders == ("ana", "ben", "cem")
    rows = found.judged_by_several()
    assert rows.tolist() == [0, 2]
    assert found.counts_per_label(rows).tolist() == [[[1, 1], [0, 2]], [[2, 0], [1, 1]]]


def test_one_answer_of_several_is_counted_by_label_and_none() -> None:
    found = answered(
        theme("a", "economy", "ana"), theme("a", "none", "ben"), theme("a", "sport", "cem"),
        theme("a", "sport", "dee"), book=ONE,
    )  # fmt: skip
    assert found.counts(np.array([0])).tolist() == [[[1, 2, 1]]]


def test_only_coders_of_themselves_count() -> None:
    """What was adjudicated, a publisher's tag and an unknown article are no one's answer."""
    found = answered(
        theme("a", "economy", "ana"), theme("a", "sport", "eve", "adjudicated"),
        theme("a", "sport", "Daily", "publisher"), theme("x", "sport", "ben"),
    )  # fmt: skip
    assert (found.coders, found.row.tolist(), found.given.tolist()) == (
        ("ana",), [0], [[True, False]],
    )  # fmt: skip


def test_a_judgement_given_twice_is_one() -> None:
    found = answered(theme("a", "economy", "ana"), theme("a", "economy", "ana"))
    assert len(found.row) == 1
    assert found.judged_by_several().tolist() == []


def test_two_positions_of_one_coder_are_left_out_and_counted() -> None:
    """Nobody can know which of them was meant."""
    found = answered(
        stance("a", "favor", "ana"), stance("a", "against", "ana"), stance("a", "favor", "ben"),
        stance("b", "neutral", "ana"), task="stance", target="toll",
    )  # fmt: skip
    assert found.ambiguous == 1
    assert [found.coders[i] for i in found.coder] == ["ben", "ana"]
    assert found.counts(np.array([0, 1])).tolist() == [[[1, 0, 0, 0]], [[0, 0, 1, 0]]]


def test_without_judgements_there_are_no_cells() -> None:
    found = answered(task="stance", target="toll")
    assert (found.coders, len(found.row), found.judged_by_several().tolist()) == ((), 0, [])
    assert found.counts(np.empty(0, dtype=np.intp)).shape == (0, 1, 4)
