"""What changed between two versions of a codebook."""

from __future__ import annotations

import pytest

from tenor.codebook import Codebook
from tenor.codebook.changes import changes

BOOK = """version = "1"
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
            [("theme 'economy': tags 'Work' added, 'Jobs' removed", "", "", "")],
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
                ("theme 'sport' is gone", "theme", "", "sport"),
                ("theme 'games' is new: nobody was asked about it", "theme", "", ""),
            ],
        ),
        (
            '["favor", "against"]',
            '["against", "favor"]',
            [("target 'toll': the positions are now against, favor", "stance", "toll", "")],
        ),
        (
            '["toll"]',
            '["toll", "charge"]',
            [
                (
                    "target 'toll': aliases 'charge' added; other articles concern it",
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
def test_a_change_is_told_in_words_with_whose_judgements_it_touches(
    old: str, new: str, expected: list[tuple[str, str, str, str]]
) -> None:
    """Definitions and choices touch people's judgements; tags and rules do not."""
    assert old in BOOK
    found = changes(Codebook.parse(BOOK), Codebook.parse(BOOK.replace(old, new)))
    assert [tuple(change) for change in found] == expected
