"""Judges counted for each label: who was asked about it, and who gave it."""

from __future__ import annotations

import pandas as pd

from tenor.codebook import THEMES, Codebook, CodebookVersions, Task
from tenor.labeling import ORIGINS, Judgment
from tenor.labeling.tally import Tally, answered_matrix, tally_judgments

BOOK = Codebook.parse(
    'version = "2"\n[[themes]]\nname = "economy"\n[[themes]]\nname = "arts"\n'
    '[[targets]]\nname = "tax"\n'
)
EARLIER = Codebook.parse('version = "1"\n[[themes]]\nname = "economy"\n[[targets]]\nname = "tax"\n')
VERSIONS = CodebookVersions(BOOK, {EARLIER.fingerprint: EARLIER})
ANA = Judgment("a", "theme", "", "economy", "coder", "ana")


def tally(*judgments: Judgment, task: Task = THEMES) -> Tally:
    table = pd.DataFrame(judgments, columns=list(Judgment._fields))
    return tally_judgments(table, pd.Index(["a", "b"]), VERSIONS, task, ORIGINS)


def test_a_judge_counts_for_the_labels_of_the_codebook_that_was_applied() -> None:
    """The last column counts those who decided that no theme applies."""
    counted = tally(
        ANA._replace(codebook=EARLIER.fingerprint),
        ANA._replace(coder="ben", label="none"),
        ANA._replace(coder="cem", label="arts", asked="arts"),
    )
    assert counted.n_judges.tolist() == [[2, 2]]
    assert counted.votes.tolist() == [[1, 1, 1]]


def test_the_rules_of_an_article_are_one_judge() -> None:
    rule = ANA._replace(origin="rule", coder="economy#1")
    counted = tally(rule, rule._replace(coder="economy#2"), rule._replace(label="arts"))
    assert (counted.n_judges.tolist(), counted.votes.tolist()) == ([[1, 1]], [[1, 1, 0]])
    assert counted.is_gold.tolist() == [False]


def test_a_machine_comes_before_a_publisher_and_after_people() -> None:
    machine = ANA._replace(origin="machine", coder="gpt", label="arts")
    tags = ANA._replace(origin="publisher", coder="The Paper")
    assert tally(machine, tags).votes.tolist() == [[0, 1, 0]]
    counted = tally(machine, tags, ANA._replace(article_id="b"), machine._replace(article_id="b"))
    assert counted.votes.tolist() == [[0, 1, 0], [1, 0, 0]]
    assert counted.is_gold.tolist() == [False, True]


def test_people_whose_answers_are_all_stale_leave_the_decision_to_others() -> None:
    """Their codebook is not among the versions, so nothing of it is answered."""
    stale = ANA._replace(codebook="0123456789ab")
    tags = ANA._replace(origin="publisher", coder="The Paper", label="arts")
    assert tally(stale, tags).votes.tolist() == [[0, 1, 0]]


def test_tags_and_rules_answer_every_label() -> None:
    """They have no codebook of their own."""
    rows = [ANA._replace(origin=o, codebook="x", asked="arts") for o in ("rule", "publisher")]
    table = pd.DataFrame(rows, columns=list(Judgment._fields))
    assert answered_matrix(table, VERSIONS, THEMES).all()


def test_a_position_named_none_is_a_label_and_not_the_absence_of_one() -> None:
    book = Codebook.parse(
        'version = "1"\n[[themes]]\nname = "economy"\n'
        '[[targets]]\nname = "tax"\npositions = ["favor", "against", "none"]\n'
    )
    judgments = [Judgment("a", "stance", "tax", "none", "coder", "ana")]
    table = pd.DataFrame(judgments, columns=list(Judgment._fields))
    counted = tally_judgments(table, pd.Index(["a"]), book, Task("stance", "tax"), ORIGINS)
    assert counted.votes.tolist() == [[0, 0, 1, 0]]
