"""The label matrix, its majority vote and its statistics."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csc_array

from tenor import Article, Codebook, labeling_function
from tenor.codebook import THEMES, Task
from tenor.labeling import (
    GoldLabels,
    LabelMatrix,
    ResolvedLabels,
    Rule,
    codebook_rules,
    label_matrices,
)

BOOK = Codebook.parse(
    """version = "1"
[[themes]]
name = "economy"
rules = ["profit*", "wages"]
[[themes]]
name = "sport"
rules = ["cup"]
[[targets]]
name = "tax"
aliases = ["tax"]
[targets.rules]
against = ["unfair"]
favor = ["fair", "wise"]
"""
)
RULES = tuple(Rule(f"r{i}", THEMES, label) for i, label in enumerate("aabb"))


def matrix(votes: list[list[int]], *, single_label: bool = False) -> LabelMatrix:
    array = csc_array(np.array(votes, dtype=np.int8).reshape(-1, len(RULES)))
    return LabelMatrix(RULES, ("a", "b"), array, single_label)


def gold(rows: list[int], labels: list[list[int]]) -> GoldLabels:
    truth = np.array(labels, dtype=np.uint8).reshape(-1, 2)
    is_gold = np.ones(len(rows), dtype=bool)
    return GoldLabels.of(ResolvedLabels(np.array(rows, dtype=np.intp), ("a", "b"), truth, is_gold))


@pytest.mark.parametrize(
    ("votes", "several", "single"),
    [
        ([1, 0, 0, 0], [1, 0], [1, 0]),
        ([1, 1, 1, 0], [1, 1], [1, 0]),
        ([1, 0, 1, 0], [1, 1], [0, 0]),
        ([1, -1, 0, 0], [0, 0], [0, 0]),
        ([1, -1, 1, 0], [0, 0], [0, 1]),
        ([-1, 0, 1, 0], [0, 1], [0, 1]),
        ([-1, -1, 0, 0], [0, 0], [0, 0]),
        ([0, 0, 0, 0], [0, 0], [0, 0]),
    ],
)
def test_the_majority_decides_and_a_tie_gives_no_label(
    votes: list[int], several: list[int], single: list[int]
) -> None:
    """Each theme has its own vote; where an article has one label, all compete."""
    assert matrix([votes]).majority().tolist() == [several]
    assert matrix([votes], single_label=True).majority().tolist() == [single]


VOTES = st.lists(st.lists(st.sampled_from([-1, 0, 1]), min_size=4, max_size=4), max_size=6)


@given(VOTES, st.booleans())
def test_an_article_gets_a_label_only_if_more_rules_vote_for_it_than_against(
    votes: list[list[int]], single_label: bool
) -> None:
    """Compared with sums over the votes; at most one label where an article has one."""
    majority = matrix(votes, single_label=single_label).majority()
    assert majority.shape == (len(votes), 2)
    for row, cast in zip(majority, votes, strict=True):
        score = [sum(cast[:2]), sum(cast[2:])]
        assert all(score[i] > 0 for i in np.flatnonzero(row))
        if single_label:
            assert row.sum() <= 1
            assert not row.any() or score[int(row.argmax())] > score[1 - int(row.argmax())]


def test_statistics_are_shares_of_all_articles_and_of_gold() -> None:
    """Coverage, overlaps and conflicts of all; precision and recall of the gold articles."""
    votes = [[1, 1, 0, 0], [1, -1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 0]]
    statistics = matrix(votes).rule_statistics(gold([0, 1, 2], [[1, 0], [0, 1], [1, 1]]))
    assert [(s.n_votes, s.coverage, s.overlaps, s.conflicts) for s in statistics] == [
        (3, 0.75, 0.5, 0.25),
        (2, 0.5, 0.5, 0.25),
        (1, 0.25, 0.0, 0.0),
        (0, 0.0, 0.0, 0.0),
    ]
    assert [(s.precision, s.recall, s.n_votes_on_gold) for s in statistics] == [
        (0.5, 0.5, 2),
        (1.0, 0.5, 2),
        (1.0, 0.5, 1),
        (None, None, 0),
    ]


def test_where_an_article_has_one_label_other_labels_conflict() -> None:
    """Votes for two themes contradict each other there."""
    votes = [[1, 0, 1, 0]]
    assert [s.conflicts for s in matrix(votes).rule_statistics(gold([], []))] == [0, 0, 0, 0]
    single = matrix(votes, single_label=True).rule_statistics(gold([], []))
    assert [s.conflicts for s in single] == [1, 0, 1, 0]


def test_the_majority_vote_has_statistics() -> None:
    """With the number of articles that it cannot decide."""
    votes = [[1, 0, 0, 0], [1, 0, 1, 0], [0, 0, 0, 0], [0, 0, 1, 0]]
    summary = matrix(votes, single_label=True).majority_statistics(
        gold([0, 2, 3], [[1, 0], [1, 0], [1, 0]])
    )
    assert (summary.n_labelled, summary.coverage, summary.n_tied) == (2, 0.5, 1)
    assert (summary.precision, summary.recall, summary.n_gold) == (0.5, 1 / 3, 3)


def test_each_task_has_the_votes_of_its_rules() -> None:
    """Of queries and functions; stance rules vote only where the target is mentioned."""

    @labeling_function(target="tax", position="neutral")
    def short(article: Article) -> bool:
        return len(article.text) < 30

    rules = codebook_rules(BOOK, [short])
    assert [rule.rule_id for rule in rules] == [
        "economy#1",
        "economy#2",
        "sport#1",
        "tax/favor#1",
        "tax/favor#2",
        "tax/against#1",
        "short",
    ]
    articles = [
        Article(article_id="1", title="Profits and wages", text="The tax is unfair."),
        Article(article_id="2", text="The cup final was fair."),
        Article(article_id="3", text="A tax that is long in coming but wise and fair."),
    ]
    matrices = label_matrices(rules, BOOK, articles)
    assert matrices[THEMES].votes.toarray().tolist() == [[1, 1, 0], [0, 0, 1], [0, 0, 0]]
    assert matrices[Task.stance("tax")].votes.toarray().tolist() == [
        [0, 0, 1, 1],
        [0, 0, 0, 0],
        [1, 1, 0, -1],
    ]
