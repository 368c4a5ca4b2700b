"""Warnings about a valid codebook."""

from __future__ import annotations

import pytest

from tenor.codebook import Codebook, parse_query
from tenor.codebook.review import never_matches, review_codebook


@pytest.mark.parametrize(
    ("query", "never"),
    [
        ("a NOT a", True),
        ("a b NOT (a AND b)", True),
        ("a NOT (a OR b)", True),
        ("title:a NOT a", True),
        ('"a b" NOT b', True),
        ("militant NOT milit*", True),
        ("(a NOT a) OR (b NOT b)", True),
        ("a NEAR/3 b NOT a", True),
        ("a NOT b", False),
        ("a NOT title:a", False),
        ("(a NOT a) OR b", False),
        ("(a OR b) NOT a", False),
        ("milit* NOT militant", False),
        ('a b NOT "a b"', False),
    ],
)
def test_a_rule_that_requires_and_excludes_the_same_terms_never_matches(
    query: str, never: bool
) -> None:
    """Words are compared with prefixes, phrases and zones."""
    assert never_matches(parse_query(query)) is never


def test_every_warning_has_its_place_in_the_file() -> None:
    """Rules without effect, ambiguous names, missing fields."""
    codebook = Codebook.parse(
        """version = "1"
[[themes]]
name = "economy"
definition = "Money."
publisher_tags = ["Tolls"]
rules = ["wages", "jobs NOT jobs"]
[[themes]]
name = "sport"
definition = "Games."
rules = ["wages"]
[[themes]]
name = "arts"
[[targets]]
name = "toll"
aliases = ["tolls", "charge"]
[[targets]]
name = "fee"
aliases = ["Charge"]
"""
    )
    assert review_codebook(codebook) == [
        (
            ("themes", 0, "rules", 1),
            "the rule can never match: it requires and excludes the same term",
        ),
        (
            ("themes", 1, "rules", 0),
            "the same rule votes for 'economy' already; remove one of them",
        ),
        (
            ("targets", 1, "aliases"),
            "alias 'Charge' names target 'toll' too; a mention counts for both",
        ),
        (("themes", 0, "publisher_tags"), "tag 'Tolls' is also an alias of target 'toll'"),
        (("themes", 2), "theme 'arts' has no definition for coders"),
        (("themes", 2), "theme 'arts' has no rule, unlike other themes"),
    ]


def test_a_wildcard_in_an_alias_is_a_warning() -> None:
    target = 'name = "toll"\naliases = ["toll*"]\npositions = ["favor", "against"]'
    codebook = Codebook.parse(f'version = "1"\n[[targets]]\n{target}\n')
    (warning,) = review_codebook(codebook)
    assert warning[0] == ("targets", 0, "aliases")
    assert "'toll*'" in warning[1]
