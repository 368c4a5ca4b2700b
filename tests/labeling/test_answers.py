"""From judgements to answers."""

from __future__ import annotations

from collections import defaultdict
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.codebook import Codebook
from tenor.labeling import Answers, Judgment, answers

TABLES = """version = "1"
{}
[[themes]]
name = "economy"
[[themes]]
name = "sport"
[[targets]]
name = "tax"
[[targets]]
name = "dam"
"""
BOOK = Codebook.parse(TABLES.format(""))
ONE = Codebook.parse(TABLES.format('themes_per_article = "one"'))
IDS = pd.Index(["a", "b", "c", "d"])


def theme(article_id: str, label: str, coder: str = "ana", origin: str = "coder") -> Judgment:
    return Judgment(article_id, "theme", "", label, origin, coder)


def stance(article_id: str, label: str, coder: str = "ana", target: str = "tax") -> Judgment:
    return Judgment(article_id, "stance", target, label, "coder", coder)


def resolve(
    judgments: list[Judgment], task: str = "theme", book: Codebook = BOOK, target: str = ""
) -> Answers:
    table = pd.DataFrame(judgments, columns=list(Judgment._fields))
    return answers(table, IDS, book, task, target)


def as_dict(answered: Answers) -> dict[str, list[str]]:
    return {
        IDS[row]: [label for label, held in zip(answered.labels, line, strict=True) if held]
        for row, line in zip(answered.rows, answered.matrix, strict=True)
    }


def test_answers_stand_in_the_order_of_the_articles() -> None:
    """With a column a theme, in codebook order; articles that nobody judged have no row."""
    answered = resolve([theme("c", "sport"), theme("a", "economy"), theme("a", "sport")])
    assert answered.rows.tolist() == [0, 2]
    assert answered.labels == ("economy", "sport")
    assert answered.matrix.tolist() == [[1, 1], [0, 1]]
    assert answered.matrix.dtype == np.uint8
    assert answered.is_gold.tolist() == [True, True]
    assert len(answered) == 2


@pytest.mark.parametrize("judgments", [[], [theme("unknown", "sport")], [stance("a", "favor")]])
def test_without_judgements_there_are_no_answers(judgments: list[Judgment]) -> None:
    """None at all, none of these articles, none of this task."""
    answered = resolve(judgments)
    assert answered.rows.tolist() == []
    assert answered.matrix.shape == (0, 2)
    assert answered.labels == ("economy", "sport")


def test_the_best_origin_wins() -> None:
    """Adjudicated before coders before the publisher before rules, whatever their number."""
    rule = theme("d", "sport", "r", "rule")
    publisher = [theme(i, "economy", "p", "publisher") for i in "abcd"]
    judgments = [
        *(theme(i, "sport", f"r{n}", "rule") for i in "abc" for n in range(5)),
        *publisher[:3],
        *(theme(i, "sport", coder) for i in "ab" for coder in ("ana", "tom")),
        theme("a", "economy", "eva", "adjudicated"),
        rule,
    ]
    answered = resolve(judgments)
    assert as_dict(answered) == {"a": ["economy"], "b": ["sport"], "c": ["economy"], "d": ["sport"]}
    assert answered.is_gold.tolist() == [True, True, False, False]


def test_a_theme_holds_where_more_than_half_of_the_judges_gave_it() -> None:
    """Two of four are not enough, two of three are."""
    judgments = [theme("a", "economy", c) for c in ("1", "2")]
    judgments += [theme("a", "sport", c) for c in ("2", "3", "4")]
    judgments += [theme("b", "economy", c) for c in ("1", "2")] + [theme("b", "none", "3")]
    assert as_dict(resolve(judgments)) == {"a": ["sport"], "b": ["economy"]}


def test_none_is_an_answer_without_a_theme() -> None:
    """And a judge who says so counts among the judges."""
    judgments = [theme("a", "none"), theme("b", "none", "1"), theme("b", "economy", "2")]
    assert as_dict(resolve(judgments)) == {"a": [], "b": []}


def test_a_judgement_given_twice_counts_once() -> None:
    """By the same coder, of the same origin."""
    judgments = [theme("a", "economy", "1"), theme("a", "economy", "1"), theme("a", "sport", "2")]
    assert as_dict(resolve(judgments)) == {"a": []}


def test_the_position_that_most_gave_is_the_answer() -> None:
    """It needs no majority, but a tie leaves the article without an answer."""
    judgments = [stance("a", "favor", c) for c in "12"]
    judgments += [stance("a", "against", "3"), stance("a", "neutral", "4")]
    judgments += [stance("b", "favor", "1"), stance("b", "against", "2")]
    judgments += [stance("c", "neutral")]
    answered = resolve(judgments, "stance", target="tax")
    assert answered.labels == ("favor", "against", "neutral")
    assert as_dict(answered) == {"a": ["favor"], "c": ["neutral"]}


def test_each_target_has_its_own_answers() -> None:
    """An article can favor one thing and oppose another."""
    judgments = [stance("a", "favor"), stance("a", "against", target="dam")]
    assert as_dict(resolve(judgments, "stance", target="tax")) == {"a": ["favor"]}
    assert as_dict(resolve(judgments, "stance", target="dam")) == {"a": ["against"]}


def test_where_an_article_has_one_theme_the_most_given_is_it() -> None:
    """A tie leaves the article without an answer."""
    judgments = [theme("a", "economy", "1"), theme("a", "economy", "2"), theme("a", "sport", "3")]
    judgments += [theme("b", "economy", "1"), theme("b", "sport", "2")]
    judgments += [theme("c", "sport")]
    assert as_dict(resolve(judgments, book=ONE)) == {"a": ["economy"], "c": ["sport"]}


def test_where_an_article_has_one_theme_those_who_see_none_are_heard() -> None:
    """One vote for a theme does not win against three for none, nor against one."""
    judgments = [theme("a", "economy", "1"), *(theme("a", "none", c) for c in "234")]
    judgments += [theme("b", "economy", "1"), theme("b", "none", "2")]
    judgments += [theme("c", "economy", "1"), theme("c", "economy", "2"), theme("c", "none", "3")]
    assert as_dict(resolve(judgments, book=ONE)) == {"c": ["economy"]}


JUDGMENTS = st.lists(
    st.builds(
        theme,
        st.sampled_from(["a", "b", "c", "d", "unknown"]),
        st.sampled_from(["economy", "sport", "none"]),
        st.sampled_from(["1", "2", "3"]),
        st.sampled_from(["adjudicated", "coder", "publisher", "rule"]),
    ),
    max_size=12,
)


@given(JUDGMENTS)
def test_answers_are_strict_majorities_of_the_best_origin(judgments: list[Judgment]) -> None:
    """Counted the slow way; rules have one voice, which their vote has found."""
    expected = {}
    for article_id in IDS:
        for origin in ("adjudicated", "coder", "publisher", "rule"):
            given_by = defaultdict(set)
            for judgment in judgments:
                if judgment.article_id == article_id and judgment.origin == origin:
                    voice = "rules" if origin == "rule" else judgment.coder
                    given_by[judgment.label].add(voice)
            if given_by:
                judges = set().union(*given_by.values())
                expected[article_id] = [
                    label
                    for label in ("economy", "sport")
                    if 2 * len(given_by[label]) > len(judges)
                ]
                break
    assert as_dict(resolve(judgments)) == expected


@settings(max_examples=30)
@given(JUDGMENTS, st.randoms())
def test_the_order_of_judgements_does_not_count(judgments: list[Judgment], random: Random) -> None:
    """Nor does their repetition."""
    shuffled = judgments * 2
    random.shuffle(shuffled)
    for book in (BOOK, ONE):
        one, other = resolve(judgments, book=book), resolve(shuffled, book=book)
        assert as_dict(one) == as_dict(other)
        assert one.is_gold.tolist() == other.is_gold.tolist()


def test_taking_answers_takes_all_their_columns() -> None:
    """By positions or by a mask."""
    answered = resolve([theme("a", "economy"), theme("b", "sport", "p", "publisher")])
    for chosen in (np.array([1]), np.array([False, True])):
        part = answered.take(chosen)
        assert part.rows.tolist() == [1]
        assert part.matrix.tolist() == [[0, 1]]
        assert part.is_gold.tolist() == [False]
