"""Judgements resolved to the labels of articles."""

from __future__ import annotations

from collections import defaultdict
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.codebook import THEMES, Codebook, CodebookVersions, Task
from tenor.labeling import (
    GoldLabels,
    Judgment,
    ResolvedLabels,
    gold_gaps,
    gold_labels,
    prefer_gold,
    resolve_labels,
)

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
    judgments: list[Judgment], task: Task = THEMES, book: Codebook = BOOK
) -> ResolvedLabels:
    table = pd.DataFrame(judgments, columns=list(Judgment._fields))
    return resolve_labels(table, IDS, book, task)


def unknown(resolved: ResolvedLabels) -> dict[str, list[str]]:
    return {
        IDS[row]: [label for label, known in zip(resolved.labels, line, strict=True) if not known]
        for row, line in zip(resolved.rows, resolved.is_known, strict=True)
        if not line.all()
    }


def as_dict(resolved: ResolvedLabels) -> dict[str, list[str]]:
    return {
        IDS[row]: [label for label, value in zip(resolved.labels, line, strict=True) if value]
        for row, line in zip(resolved.rows, resolved.matrix, strict=True)
    }


def test_labels_are_in_the_order_of_the_articles() -> None:
    """With a column for each theme, in codebook order; articles that nobody judged have no row."""
    resolved = resolve([theme("c", "sport"), theme("a", "economy"), theme("a", "sport")])
    assert resolved.rows.tolist() == [0, 2]
    assert resolved.labels == ("economy", "sport")
    assert resolved.matrix.tolist() == [[1, 1], [0, 1]]
    assert resolved.matrix.dtype == np.uint8
    assert resolved.is_gold.tolist() == [True, True]
    assert len(resolved) == 2


@pytest.mark.parametrize("judgments", [[], [theme("unknown", "sport")], [stance("a", "favor")]])
def test_without_judgements_there_are_no_labels(judgments: list[Judgment]) -> None:
    """None at all, none of these articles, none of this task."""
    resolved = resolve(judgments)
    assert resolved.rows.tolist() == []
    assert resolved.matrix.shape == (0, 2)
    assert resolved.labels == ("economy", "sport")


def test_the_origin_of_highest_precedence_decides() -> None:
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
    resolved = resolve(judgments)
    assert as_dict(resolved) == {"a": ["economy"], "b": ["sport"], "c": ["economy"], "d": ["sport"]}
    assert resolved.is_gold.tolist() == [True, True, False, False]


def test_an_article_gets_a_theme_that_more_than_half_of_the_judges_gave() -> None:
    """And does not have one that fewer than half gave."""
    judgments = [theme("a", "economy", "1")]
    judgments += [theme("a", "sport", c) for c in ("2", "3", "4")]
    judgments += [theme("b", "economy", c) for c in ("1", "2")] + [theme("b", "none", "3")]
    resolved = resolve(judgments)
    assert as_dict(resolved) == {"a": ["sport"], "b": ["economy"]}
    assert unknown(resolved) == {}


def test_a_theme_that_half_of_the_judges_gave_is_unknown() -> None:
    """Two who give different themes agree on no third one; an adjudicator decides."""
    judgments = [theme("a", "economy", "1"), theme("a", "sport", "2")]
    judgments += [theme("b", "economy", "1"), theme("b", "economy", "2"), theme("b", "sport", "2")]
    judgments += [theme("c", c, "1") for c in ("economy", "sport")]
    judgments += [theme("c", "none", "2"), theme("c", "sport", "eva", "adjudicated")]
    judgments += [theme("d", "economy", str(n)) for n in range(2)]
    judgments += [theme("d", "none", str(n)) for n in range(2, 4)]
    resolved = resolve(judgments)
    assert as_dict(resolved) == {"b": ["economy"], "c": ["sport"], "d": []}
    assert unknown(resolved) == {"b": ["sport"], "d": ["economy"]}


def test_undecided_and_unanswered_labels_are_the_gaps_of_gold() -> None:
    """A tie of themes and of positions; a theme that the codebook did not have, or has changed."""
    earlier = Codebook.parse(TABLES.format("").replace('name = "sport"', 'name = "arts"'))
    versions = CodebookVersions(BOOK, {earlier.fingerprint: earlier})
    judgments = [theme("a", "economy", "1"), theme("a", "sport", "2")]
    judgments += [theme("b", "economy")._replace(codebook=earlier.fingerprint)]
    judgments += [theme("c", "economy")]
    judgments += [stance("a", "favor", "1"), stance("a", "against", "2"), stance("b", "favor")]
    table = pd.DataFrame(judgments, columns=list(Judgment._fields))
    themes = gold_gaps(table, IDS, versions, THEMES)
    assert (themes.n_undecided, themes.n_unanswered) == (1, 1)
    assert IDS[themes.rows[themes.is_undecided.any(axis=1)]].tolist() == ["a"]
    assert themes.unanswered_labels == {"sport": 1}
    stances = gold_gaps(table, IDS, versions, Task.stance("tax"))
    assert (stances.n_undecided, stances.n_unanswered) == (1, 0)


CHANGED = CodebookVersions(
    Codebook.parse(TABLES.format("").replace('name = "sport"', 'name = "sport"\ndefinition = "x"')),
    {BOOK.fingerprint: BOOK},
)


def test_judgements_by_an_earlier_codebook_answer_the_labels_that_it_shares() -> None:
    """A changed theme is answered by those who were asked about it as it is now."""
    old, new = BOOK.fingerprint, CHANGED.current.fingerprint
    judgments = [
        theme("a", "sport")._replace(codebook=old),
        theme("b", "economy")._replace(codebook=old),
        # The same coder was asked about the changed theme again, and about nothing else.
        theme("b", "sport")._replace(codebook=new, asked="sport"),
        theme("c", "none")._replace(codebook=new),
        theme("d", "economy")._replace(codebook="unknown"),
    ]
    table = pd.DataFrame(judgments, columns=list(Judgment._fields))
    resolved = resolve_labels(table, IDS, CHANGED, THEMES)
    assert as_dict(resolved) == {"a": [], "b": ["economy", "sport"], "c": []}
    assert unknown(resolved) == {"a": ["sport"]}


def test_an_adjudicated_answer_decides_the_labels_that_it_was_asked_about() -> None:
    """Of a theme that the codebook has changed since, coders decide."""
    old = BOOK.fingerprint
    judgments = [
        theme("a", "economy", "eva", "adjudicated")._replace(codebook=old),
        theme("a", "sport", "1"),
        theme("a", "none", "2")._replace(codebook=old),
    ]
    table = pd.DataFrame(judgments, columns=list(Judgment._fields))
    resolved = resolve_labels(table, IDS, CHANGED, THEMES)
    assert as_dict(resolved) == {"a": ["economy", "sport"]}
    assert unknown(resolved) == {}


def test_where_an_article_has_one_label_a_changed_choice_makes_judgements_unusable() -> None:
    one = CodebookVersions(
        Codebook.parse(TABLES.format('themes_per_article = "one"').replace("sport", "arts")),
        {ONE.fingerprint: ONE},
    )
    table = pd.DataFrame(
        [theme("a", "economy")._replace(codebook=ONE.fingerprint), theme("b", "economy")],
        columns=list(Judgment._fields),
    )
    assert as_dict(resolve_labels(table, IDS, one, THEMES)) == {"b": ["economy"]}


def test_none_is_a_judgement_without_a_theme() -> None:
    """A judge who gives it counts among the judges."""
    judgments = [theme("a", "none"), theme("b", "none", "1"), theme("b", "economy", "2")]
    resolved = resolve(judgments)
    assert as_dict(resolved) == {"a": [], "b": []}
    assert unknown(resolved) == {"b": ["economy"]}


def test_a_judgement_given_twice_counts_once() -> None:
    """From the same coder and origin."""
    judgments = [theme("a", "economy", "1"), theme("a", "economy", "1")]
    judgments += [theme("a", "none", "2"), theme("a", "none", "3")]
    assert as_dict(resolve(judgments)) == {"a": []}


def test_an_article_gets_the_position_of_most_judges() -> None:
    """It needs no majority, but a tie leaves the article without a label."""
    judgments = [stance("a", "favor", c) for c in "12"]
    judgments += [stance("a", "against", "3"), stance("a", "neutral", "4")]
    judgments += [stance("b", "favor", "1"), stance("b", "against", "2")]
    judgments += [stance("c", "neutral")]
    resolved = resolve(judgments, Task.stance("tax"))
    assert resolved.labels == ("favor", "against", "neutral")
    assert as_dict(resolved) == {"a": ["favor"], "c": ["neutral"]}


def test_each_target_has_its_own_labels() -> None:
    """An article can favor one thing and oppose another."""
    judgments = [stance("a", "favor"), stance("a", "against", target="dam")]
    assert as_dict(resolve(judgments, Task.stance("tax"))) == {"a": ["favor"]}
    assert as_dict(resolve(judgments, Task.stance("dam"))) == {"a": ["against"]}


def test_an_article_with_a_single_theme_gets_that_of_most_judges() -> None:
    """A tie leaves the article without a label."""
    judgments = [theme("a", "economy", "1"), theme("a", "economy", "2"), theme("a", "sport", "3")]
    judgments += [theme("b", "economy", "1"), theme("b", "sport", "2")]
    judgments += [theme("c", "sport")]
    assert as_dict(resolve(judgments, book=ONE)) == {"a": ["economy"], "c": ["sport"]}


def test_judges_who_gave_none_count_where_an_article_has_a_single_theme() -> None:
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
        st.sampled_from(["adjudicated", "coder", "machine", "publisher", "rule"]),
    ),
    max_size=12,
)


@given(JUDGMENTS)
def test_themes_are_strict_majorities_of_the_origin_that_decides(
    judgments: list[Judgment],
) -> None:
    """Compared with counts of each article's judges; rules are one judge."""
    expected = {}
    expected_unknown = {}
    for article_id in IDS:
        for origin in ("adjudicated", "coder", "machine", "publisher", "rule"):
            judges_of = defaultdict(set)
            for judgment in judgments:
                if judgment.article_id == article_id and judgment.origin == origin:
                    judge = "rules" if origin == "rule" else judgment.coder
                    judges_of[judgment.label].add(judge)
            if judges_of:
                judges = set().union(*judges_of.values())
                counts = {label: 2 * len(judges_of[label]) for label in ("economy", "sport")}
                tied = [label for label, n in counts.items() if n == len(judges)]
                if len(tied) < 2:
                    given = [label for label, n in counts.items() if n > len(judges)]
                    expected[article_id] = given
                if len(tied) == 1:
                    expected_unknown[article_id] = tied
                break
    resolved = resolve(judgments)
    assert as_dict(resolved) == expected
    assert unknown(resolved) == expected_unknown


@settings(max_examples=30)
@given(JUDGMENTS, st.randoms())
def test_the_order_of_judgements_does_not_matter(judgments: list[Judgment], random: Random) -> None:
    """Nor does their repetition."""
    shuffled = judgments * 2
    random.shuffle(shuffled)
    for book in (BOOK, ONE):
        first, second = resolve(judgments, book=book), resolve(shuffled, book=book)
        assert as_dict(first) == as_dict(second)
        assert first.is_gold.tolist() == second.is_gold.tolist()


def test_a_selection_has_the_rows_labels_and_origins_of_its_articles() -> None:
    """By positions or by a mask."""
    resolved = resolve([theme("a", "economy"), theme("b", "sport", "p", "publisher")])
    for chosen in (np.array([1]), np.array([False, True])):
        part = resolved.take(chosen)
        assert part.rows.tolist() == [1]
        assert part.matrix.tolist() == [[0, 1]]
        assert part.is_gold.tolist() == [False]


def test_only_labels_by_people_can_be_gold() -> None:
    labels = resolve([theme("a", "economy"), theme("b", "sport", "p", "publisher")])
    with pytest.raises(ValueError, match="only labels by people can be scored"):
        GoldLabels.of(labels)
    assert as_dict(GoldLabels.of(labels.take(labels.is_gold))) == {"a": ["economy"]}


def test_gold_labels_ignore_all_other_origins() -> None:
    """Also those of an article that only a publisher judged."""
    judgments = [theme("a", "economy"), theme("b", "sport", "p", "publisher")]
    table = pd.DataFrame(judgments, columns=list(Judgment._fields))
    gold = gold_labels(table, IDS, BOOK, THEMES)
    assert isinstance(gold, GoldLabels)
    assert as_dict(gold) == {"a": ["economy"]}


def test_gold_labels_replace_training_labels_of_the_same_articles() -> None:
    """The others are kept; the order is that of the articles."""
    silver = resolve([theme(i, "economy", "r", "rule") for i in "abd"])
    gold = GoldLabels.of(resolve([theme("c", "sport"), theme("b", "sport")]))
    preferred = prefer_gold(silver, gold)
    assert as_dict(preferred) == {
        "a": ["economy"],
        "b": ["sport"],
        "c": ["sport"],
        "d": ["economy"],
    }
    assert preferred.is_gold.tolist() == [False, True, True, False]


def test_labels_of_chosen_origins_are_resolved_among_these() -> None:
    judgments = [theme("a", "economy"), theme("a", "sport", "r", "rule")]
    table = pd.DataFrame(judgments, columns=list(Judgment._fields))
    resolved = resolve_labels(table, IDS, BOOK, THEMES, origins=("rule",))
    assert as_dict(resolved) == {"a": ["sport"]}
    assert resolved.is_gold.tolist() == [False]
