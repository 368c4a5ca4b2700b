"""The changes between two versions of a codebook."""

from __future__ import annotations

import pytest

from tenor.codebook import Codebook
from tenor.codebook.changes import codebook_changes

CODEBOOK = """version = "1"
[[themes]]
name = "economy"
definition = "Money."
publisher_tags = ["Jobs"]
rules = ["wages"]
[[themes]]
name = "sport"
[[targets]]
name = "toll"
aliases = ["toll"]
positions = ["favor", "against"]
[targets.rules]
against = ["unfair"]
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('version = "1"', 'version = "2"', [("version '1' is now '2'", "", "", "")]),
        (
            '"Money."',
            '"Money and work."',
            [("theme 'economy': the definition changed", "theme", "", "economy")],
        ),
        (
            '"Money."',
            '"Money."\ninclude = ["pay"]',
            [("theme 'economy': include 'pay' added", "theme", "", "economy")],
        ),
        (
            '["Jobs"]',
            '["Work"]',
            [("theme 'economy': publisher_tags 'Work' added, 'Jobs' removed", "", "", "")],
        ),
        (
            '["wages"]',
            '["wages", "pay"]',
            [("theme 'economy': rules 'pay' added", "", "", "")],
        ),
        (
            'name = "sport"',
            'name = "games"',
            [
                ("theme 'sport' was removed", "theme", "", "sport"),
                ("theme 'games' was added; no coder has judged it", "theme", "", "games"),
            ],
        ),
        (
            '["favor", "against"]',
            '["against", "favor"]',
            [("target 'toll': positions reordered", "", "", "")],
        ),
        (
            '["toll"]',
            '["toll", "charge"]',
            [
                (
                    "target 'toll': aliases 'charge' added; its articles changed",
                    "stance",
                    "toll",
                    "",
                )
            ],
        ),
        (
            '["unfair"]',
            '["unjust"]',
            [
                (
                    "target 'toll', position 'against': rules 'unjust' added, 'unfair' removed",
                    "",
                    "",
                    "",
                )
            ],
        ),
        ('version = "1"', '# version\nversion = "1"', []),
    ],
)
def test_a_change_names_the_judgements_that_it_makes_stale(
    old: str, new: str, expected: list[tuple[str, str, str, str]]
) -> None:
    """Definitions and labels concern judgements of people; tags and rules do not."""
    assert old in CODEBOOK
    before, after = Codebook.parse(CODEBOOK), Codebook.parse(CODEBOOK.replace(old, new))
    assert [tuple(change) for change in codebook_changes(before, after)] == expected


def test_removed_targets_and_reordered_items_are_changes() -> None:
    """A new target makes nothing stale; the target that is gone makes all its judgements stale."""
    old = Codebook.parse(CODEBOOK.replace('["Jobs"]', '["Jobs", "Work"]'))
    text = CODEBOOK.replace('["Jobs"]', '["Work", "Jobs"]').replace('name = "toll"', 'name = "fee"')
    assert [tuple(change) for change in codebook_changes(old, Codebook.parse(text))] == [
        ("theme 'economy': publisher_tags reordered", "", "", ""),
        ("target 'toll' was removed", "stance", "toll", ""),
        ("target 'fee' was added", "", "", ""),
    ]
