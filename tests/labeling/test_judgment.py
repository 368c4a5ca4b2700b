"""Labels as people write them, against the codebook's."""

from __future__ import annotations

import pytest

from tenor.codebook import Codebook
from tenor.errors import CodebookError
from tenor.labeling import match_label

BOOK = Codebook.parse(
    'version = "1"\n[[themes]]\nname = "Economic policy"\n[[themes]]\nname = "sport"\n'
    '[[targets]]\nname = "tax"\n'
)


@pytest.mark.parametrize(
    ("label", "task", "target", "own"),
    [
        ("sport", "theme", "", "sport"),
        ("SPORT", "theme", "", "sport"),
        ("  economic\n policy ", "theme", "", "Economic policy"),
        ("None", "theme", "", "none"),
        ("Favor", "stance", "tax", "favor"),
    ],
)
def test_a_label_gets_the_spelling_of_the_codebook(
    label: str, task: str, target: str, own: str
) -> None:
    """Case and spacing do not count; "none" is a label of themes."""
    assert match_label(label, BOOK, task, target) == own


@pytest.mark.parametrize(
    ("label", "task", "target", "message"),
    [
        ("pro", "stance", "tax", "stance 'pro' is not one of favor, against, neutral"),
        ("none", "stance", "tax", "stance 'none' is not one of favor, against, neutral"),
        ("arts", "theme", "", "theme 'arts' is not one of Economic policy, sport, none"),
        ("sport", "topic", "", "task 'topic' is not one of theme, stance"),
        ("favor", "stance", "dam", "target 'dam' is not in the codebook; its targets: tax"),
    ],
)
def test_what_the_codebook_lacks_is_told_in_a_sentence(
    label: str, task: str, target: str, message: str
) -> None:
    """With what there is instead."""
    with pytest.raises(CodebookError) as caught:
        match_label(label, BOOK, task, target)
    assert str(caught.value) == message


def test_a_long_list_of_labels_is_counted_not_shown() -> None:
    """More than twelve would fill the screen."""
    themes = "\n".join(f'[[themes]]\nname = "t{i}"' for i in range(12))
    book = Codebook.parse(f'version = "1"\n{themes}')
    with pytest.raises(CodebookError, match=r"^theme 'x' is not one of the codebook's 13 labels$"):
        match_label("x", book, "theme", "")


def test_a_name_that_the_codebook_spaces_widely_is_still_matched() -> None:
    """Spacing does not count on either side."""
    book = Codebook.parse('version = "1"\n[[themes]]\nname = "economic  policy"\n')
    assert match_label("economic  policy", book, "theme", "") == book.theme_names[0]
