"""The label matrix, its vote and its statistics."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csc_array

from tenor import Article, Codebook, labeling_function
from tenor.labeling import Answers, Gold, LabelMatrix, Rule, codebook_rules, label_matrices

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
RULES = tuple(Rule(f"r{i}", "theme", "", label) for i, label in enumerate("aabb"))


def matrix(votes: list[list[int]], *, one_label: bool = False) -> LabelMatrix:
    array = csc_array(np.array(votes, dtype=np.int8).reshape(-1, len(RULES)))
    return LabelMatrix(RULES, ("a", "b"), array, one_label)


def gold(rows: list[int], labels: list[list[int]]) -> Gold:
    truth = np.array(labels, dtype=np.uint8).reshape(-1, 2)
    everyone = np.ones(len(rows), dtype=bool)
    return Gold.of(Answers(np.array(rows, dtype=np.intp), ("a", "b"), truth, everyone))


@pytest.mark.parametrize(
    ("votes", "themes", "one"),
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
def test_the_majority_labels_and_a_tie_abstains(
    votes: list[int], themes: list[int], one: list[int]
) -> None:
    """Each theme is voted on by its own rules; where there is one label, all compete."""
    assert matrix([votes]).majority().tolist() == [themes]
    assert matrix([votes], one_label=True).majority().tolist() == [one]


VOTES = st.lists(st.lists(st.sampled_from([-1, 0, 1]), min_size=4, max_size=4), max_size=6)


@given(VOTES, st.booleans())
def test_a_label_is_given_only_where_more_vote_for_it_than_against(
    votes: list[list[int]], one_label: bool
) -> None:
    """Counted the slow way; at most one where an article has one."""
    given_ = matrix(votes, one_label=one_label).majority()
    assert given_.shape == (len(votes), 2)
    for row, cast in zip(given_, votes, strict=True):
        score = [sum(cast[:2]), sum(cast[2:])]
        assert all(score[i] > 0 for i in np.flatnonzero(row))
        if one_label:
            assert row.sum() <= 1
            assert not row.any() or score[int(row.argmax())] > score[1 - int(row.argmax())]


def test_statistics_are_shares_of_all_articles_and_of_gold() -> None:
    """Coverage, overlaps and conflicts of all; precision and recall of what people labelled."""
    votes = [[1, 1, 0, 0], [1, -1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 0]]
    found = matrix(votes).statistics(gold([0, 1, 2], [[1, 0], [0, 1], [1, 1]]))
    assert [(s.votes, s.coverage, s.overlaps, s.conflicts) for s in found] == [
        (3, 0.75, 0.5, 0.25),
        (2, 0.5, 0.5, 0.25),
        (1, 0.25, 0.0, 0.0),
        (0, 0.0, 0.0, 0.0),
    ]
    assert [(s.precision, s.recall, s.votes_on_gold) for s in found] == [
        (0.5, 0.5, 2),
        (1.0, 0.5, 2),
        (1.0, 0.5, 1),
        (None, None, 0),
    ]


def test_where_an_article_has_one_label_other_labels_conflict() -> None:
    """Votes for two themes contradict one another there."""
    votes = [[1, 0, 1, 0]]
    assert [s.conflicts for s in matrix(votes).statistics(gold([], []))] == [0, 0, 0, 0]
    one = matrix(votes, one_label=True).statistics(gold([], []))
    assert [s.conflicts for s in one] == [1, 0, 1, 0]


def test_the_vote_has_a_row_of_its_own() -> None:
    """With the articles that it could not decide."""
    votes = [[1, 0, 0, 0], [1, 0, 1, 0], [0, 0, 0, 0], [0, 0, 1, 0]]
    found = matrix(votes, one_label=True).summary(gold([0, 2, 3], [[1, 0], [1, 0], [1, 0]]))
    assert (found.answered, found.coverage, found.without_majority) == (2, 0.5, 1)
    assert (found.precision, found.recall, found.gold) == (0.5, 1 / 3, 3)


def test_rules_vote_on_articles() -> None:
    """By queries and functions; stance rules only where the target is mentioned."""

    @labeling_function(target="tax", position="neutral")
    def short(article: Article) -> bool:
        return len(article.text) < 30

    rules = codebook_rules(BOOK, [short])
    assert [rule.rule_id for rule in rules] == [
        "economy#1", "economy#2", "sport#1", "tax/favor#1", "tax/favor#2", "tax/against#1", "short",
    ]  # fmt: skip
    articles = [
        Article(article_id="1", title="Profits and wages", text="The tax is unfair."),
        Article(article_id="2", text="The cup final was fair."),
        Article(article_id="3", text="A tax that is long in coming but wise and fair."),
    ]
    found = label_matrices(rules, BOOK, articles)
    assert found["theme", ""].votes.toarray().tolist() == [[1, 1, 0], [0, 0, 1], [0, 0, 0]]
    assert found["stance", "tax"].votes.toarray().tolist() == [
        [0, 0, 1, 1],
        [0, 0, 0, 0],
        [1, 1, 0, -1],
    ]
