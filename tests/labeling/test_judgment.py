"""Judgements, and labels as people write them matched with those of the codebook."""

from __future__ import annotations

import pytest

from tenor.codebook import THEMES, Codebook, Task
from tenor.errors import CodebookError
from tenor.labeling import GOLD_ORIGINS, ORIGINS, Judgment, codable_labels, match_label

BOOK = Codebook.parse(
    'version = "1"\n[[themes]]\nname = "Economic policy"\n[[themes]]\nname = "sport"\n'
    '[[targets]]\nname = "tax"\n'
)


@pytest.mark.parametrize(
    ("label", "task", "expected"),
    [
        ("sport", THEMES, "sport"),
        ("SPORT", THEMES, "sport"),
        ("  economic\n policy ", THEMES, "Economic policy"),
        ("None", THEMES, "none"),
        ("Favor", Task.stance("tax"), "favor"),
    ],
)
def test_a_label_gets_the_spelling_of_the_codebook(label: str, task: Task, expected: str) -> None:
    """Case and spacing are ignored; ``none`` is a label of themes."""
    assert match_label(label, BOOK, task) == expected


@pytest.mark.parametrize(
    ("label", "task", "message"),
    [
        ("pro", Task.stance("tax"), "stance 'pro' is not one of favor, against, neutral"),
        ("none", Task.stance("tax"), "stance 'none' is not one of favor, against, neutral"),
        ("arts", THEMES, "theme 'arts' is not one of Economic policy, sport, none"),
        ("favor", Task.stance("dam"), "target 'dam' is not in the codebook; its targets: tax"),
    ],
)
def test_a_label_that_the_codebook_lacks_raises_one_sentence(
    label: str, task: Task, message: str
) -> None:
    """With the labels that it has."""
    with pytest.raises(CodebookError) as caught:
        match_label(label, BOOK, task)
    assert str(caught.value) == message


def test_more_than_twelve_labels_are_counted_instead_of_listed() -> None:
    """Here 13; up to twelve are listed."""
    themes = "\n".join(f'[[themes]]\nname = "t{i}"' for i in range(12))
    book = Codebook.parse(f'version = "1"\n{themes}')
    with pytest.raises(CodebookError, match=r"^theme 'x' is not one of the codebook's 13 labels$"):
        match_label("x", book, THEMES)


def test_spacing_of_the_codebook_is_ignored_too() -> None:
    book = Codebook.parse('version = "1"\n[[themes]]\nname = "economic  policy"\n')
    assert match_label("economic  policy", book, THEMES) == book.theme_names[0]


def test_coders_of_themes_may_also_give_none() -> None:
    assert codable_labels(THEMES, BOOK) == ("Economic policy", "sport", "none")
    assert codable_labels(Task.stance("tax"), BOOK) == ("favor", "against", "neutral")


@pytest.mark.parametrize("task", [THEMES, Task.stance("tax")])
def test_the_question_of_a_judgement_is_that_of_its_task(task: Task) -> None:
    assert Judgment("a", task.kind, task.target, "x", "coder").question == task.question


def test_only_labels_by_people_are_gold() -> None:
    assert GOLD_ORIGINS == ("coder", "adjudicated")
    assert set(ORIGINS) - set(GOLD_ORIGINS) == {"publisher", "rule", "machine"}
