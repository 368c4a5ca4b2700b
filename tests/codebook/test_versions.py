"""The labels that judgements by an earlier codebook still answer."""

from __future__ import annotations

import pytest

from tenor.codebook import THEMES, Codebook, CodebookVersions, Task

OLD = """version = "1"
themes_per_article = "any"
[[themes]]
name = "economy"
definition = "Money."
[[themes]]
name = "sport"
[[targets]]
name = "tax"
aliases = ["tax", "levy"]
"""
TAX = Task.stance("tax")


def answered(old: str, new: str, task: Task = THEMES, asked: tuple[str, ...] = ()) -> list[str]:
    before, after = Codebook.parse(old), Codebook.parse(new)
    versions = CodebookVersions(after, {before.fingerprint: before})
    return sorted(versions.answered(task, before.fingerprint, asked))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"Money."', '"Prices."', ["sport"]),
        ('name = "sport"', 'name = "sport"\ninclude = ["Chess."]', ["economy"]),
        ('name = "sport"', 'name = "games"', ["economy"]),
        ('name = "sport"', 'name = "sport"\n[[themes]]\nname = "arts"', ["economy", "sport"]),
        ('name = "sport"', 'name = "sport"\nrules = ["goal"]', ["economy", "sport"]),
        ('name = "sport"', 'name = "sport"\npublisher_tags = ["SPO"]', ["economy", "sport"]),
        ('themes_per_article = "any"', 'themes_per_article = "one or more"', []),
        ('version = "1"', 'version = "2"', ["economy", "sport"]),
    ],
)
def test_a_change_leaves_the_themes_answered_that_it_does_not_concern(
    old: str, new: str, expected: list[str]
) -> None:
    assert old in OLD
    assert answered(OLD, OLD.replace(old, new)) == expected


def test_where_an_article_has_one_label_a_new_choice_leaves_none_answered() -> None:
    """A theme that is taken away leaves the others as they are."""
    one = OLD.replace('"any"', '"one"')
    assert answered(one, one.replace('name = "sport"', 'name = "games"')) == []
    without = one.replace('[[themes]]\nname = "sport"\n', "")
    assert answered(one, without) == ["economy"]


@pytest.mark.parametrize(
    ("old", "new", "is_answered"),
    [
        ('["tax", "levy"]', '["levy", "tax"]', True),
        ('["tax", "levy"]', '["tax", "levy", "duty"]', False),
        ('name = "tax"', 'name = "tax"\npositions = ["neutral", "against", "favor"]', True),
        ('name = "tax"', 'name = "tax"\npositions = ["favor", "against"]', False),
        ('name = "tax"', 'name = "tax"\ndefinition = "x"', False),
        ('"Money."', '"Prices."', True),
        ('name = "tax"', 'name = "toll"', False),
    ],
)
def test_a_stance_is_answered_unless_its_target_has_changed(
    old: str, new: str, is_answered: bool
) -> None:
    """An order is no change of meaning."""
    changed = OLD.replace(old, new)
    task = TAX if '"toll"' not in changed else Task.stance("toll")
    assert bool(answered(OLD, changed, task)) is is_answered


def test_a_sheet_answers_the_labels_that_it_asked_about() -> None:
    assert answered(OLD, OLD, asked=("sport",)) == ["sport"]
    assert answered(OLD, OLD.replace('"Money."', '"Prices."'), asked=("economy",)) == []


def test_a_codebook_that_is_not_known_answers_nothing() -> None:
    versions = CodebookVersions(Codebook.parse(OLD))
    assert versions.answered(THEMES, "") == {"economy", "sport"}
    assert versions.answered(THEMES, "0123456789ab") == frozenset()
    assert "0123456789ab" not in versions
