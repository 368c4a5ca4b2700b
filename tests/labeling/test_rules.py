"""Rules: queries of the codebook and labeling functions that vote."""

from __future__ import annotations

import pytest

from tenor import Article, Codebook, labeling_function
from tenor.codebook import THEMES, Task
from tenor.labeling import codebook_rules
from tenor.labeling.rules import Voter

BOOK = Codebook.parse(
    """version = "1"
[[themes]]
name = "economy"
rules = ["profit*", "wages"]
[[targets]]
name = "tax"
aliases = ["tax"]
[targets.rules]
against = ["unfair"]
favor = ["fair"]
[[targets]]
name = "mood"
[targets.rules]
favor = ["cheerful"]
"""
)


@labeling_function(target="tax", position="neutral")
def short(article: Article) -> bool | None:
    return len(article.text) < 30 or None


def votes(title: str, text: str) -> list[tuple[int, int]]:
    rules = codebook_rules(BOOK, [short])
    return sorted(Voter(rules, BOOK).votes(Article(article_id="1", title=title, text=text)))


def test_rules_are_in_codebook_order_with_functions_last() -> None:
    """Positions are in the order of the target's positions, not in that of its rules."""
    rules = codebook_rules(BOOK, [short])
    assert [(rule.rule_id, rule.task, rule.label, rule.query) for rule in rules] == [
        ("economy#1", THEMES, "economy", "profit*"),
        ("economy#2", THEMES, "economy", "wages"),
        ("tax/favor#1", Task.stance("tax"), "favor", "fair"),
        ("tax/against#1", Task.stance("tax"), "against", "unfair"),
        ("mood/favor#1", Task.stance("mood"), "favor", "cheerful"),
        ("short", Task.stance("tax"), "neutral", ""),
    ]
    assert [rule.function for rule in rules] == [None] * 5 + [short]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Profits", "Wages rose.", [(0, 1), (1, 1)]),
        ("", "The tax is unfair.", [(3, 1), (5, 1)]),
        ("", "Life is unfair.", []),
        ("The tax", "A cheerful town, and a fair one.", [(4, 1)]),
        ("", "Nothing applies here.", []),
    ],
)
def test_a_rule_votes_for_its_label_or_abstains(
    title: str, text: str, expected: list[tuple[int, int]]
) -> None:
    """A stance rule votes only on articles that mention its target, if it has aliases."""
    assert votes(title, text) == expected


def test_a_function_that_returns_false_votes_against_its_label() -> None:
    @labeling_function(theme="economy")
    def no_figures(article: Article) -> bool:
        return "%" in article.text

    voter = Voter(codebook_rules(BOOK, [no_figures]), BOOK)
    assert list(voter.votes(Article(article_id="1", text="None."))) == [(5, -1)]
    assert list(voter.votes(Article(article_id="1", text="5 %"))) == [(5, 1)]
