"""Tasks: themes, and the stance towards one target."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from tenor.codebook import THEMES, Codebook, Task, tasks_of
from tenor.errors import CodebookError

CODEBOOK = Codebook.parse(
    """
version = "1"
[[themes]]
name = "economy"
[[targets]]
name = "toll"
aliases = ["bridge toll"]
positions = ["favor", "against"]
"""
)
TOLL = Task.stance("toll")


@pytest.mark.parametrize("task", [THEMES, TOLL])
def test_the_question_of_a_task_is_parsed_back(task: Task) -> None:
    assert Task.of_question(task.question) == task


@pytest.mark.parametrize("question", ["", "themes", "stance", "stance:", "topic:toll"])
def test_any_other_question_has_no_task(question: str) -> None:
    assert Task.of_question(question) is None


def test_the_tasks_of_a_codebook_are_themes_and_stances() -> None:
    """Without themes, only the stances."""
    assert tasks_of(CODEBOOK) == [THEMES, TOLL]
    assert tasks_of(Codebook.parse('version = "1"\n[[targets]]\nname = "toll"\n')) == [TOLL]


def test_a_task_knows_its_labels_in_a_codebook() -> None:
    """A stance has one position; themes follow the codebook."""
    assert (THEMES.labels(CODEBOOK), THEMES.single_label(CODEBOOK)) == (("economy",), False)
    assert (TOLL.labels(CODEBOOK), TOLL.single_label(CODEBOOK)) == (("favor", "against"), True)
    with pytest.raises(CodebookError, match="target 'dam' is not in the codebook"):
        Task.stance("dam").labels(CODEBOOK)


def test_a_stance_concerns_articles_that_mention_its_target() -> None:
    """Themes concern every article."""
    assert TOLL.concerns(CODEBOOK, "Letters", "The bridge toll rose.")
    assert not TOLL.concerns(CODEBOOK, "Letters", "The ferry sank.")
    assert THEMES.concerns(CODEBOOK, "The ferry sank.")


MANY = Codebook.parse(
    """
version = "1"
themes_per_article = "one"
[[themes]]
name = "economy"
[[themes]]
name = "sport"
[[targets]]
name = "north-road"
"""
)


def test_a_task_has_its_names_for_messages_titles_and_models() -> None:
    assert (THEMES.name, THEMES.title, THEMES.model_name) == ("themes", "themes", "tenor-theme")
    assert (TOLL.name, TOLL.title) == ("toll", "stance towards toll")
    assert TOLL.model_name == "tenor-stance-toll"
    assert (THEMES.question, TOLL.question) == ("theme", "stance:toll")
    assert (THEMES.is_stance, TOLL.is_stance) == (False, True)


@pytest.mark.parametrize("per_article", ["any", "one or more", "one"])
def test_the_number_of_themes_follows_the_codebook_and_a_stance_has_one_position(
    per_article: str,
) -> None:
    codebook = MANY.model_copy(update={"themes_per_article": per_article})
    assert THEMES.labels_per_article(codebook) == per_article
    assert THEMES.single_label(codebook) is (per_article == "one")
    stance = Task.stance("north-road")
    assert stance.labels_per_article(codebook) == "one"
    assert stance.single_label(codebook)


def test_labels_are_in_codebook_order() -> None:
    assert THEMES.labels(MANY) == ("economy", "sport")
    assert Task.stance("north-road").labels(MANY) == ("favor", "against", "neutral")


def test_target_names_are_the_aliases_or_else_the_name_in_words() -> None:
    assert TOLL.target_names(CODEBOOK) == ("bridge toll",)
    assert Task.stance("north-road").target_names(MANY) == ("north-road", "north road")
    assert THEMES.target_names(MANY) == ()


def test_a_stance_towards_a_target_without_aliases_concerns_every_article() -> None:
    assert Task.stance("north-road").concerns(MANY, "The ferry sank.")


def test_a_stance_towards_an_unknown_target_raises_an_error() -> None:
    dam = Task.stance("dam")
    for method in (dam.labels, dam.target_names, lambda book: dam.concerns(book, "The dam.")):
        with pytest.raises(CodebookError, match="target 'dam' is not in the codebook"):
            method(CODEBOOK)


def test_tasks_are_equal_sorted_and_frozen() -> None:
    """They are keys of dictionaries."""
    assert {Task("theme"): 1, Task("stance", "toll"): 2} == {THEMES: 1, TOLL: 2}
    assert sorted([THEMES, TOLL, Task.stance("dam")]) == [Task.stance("dam"), TOLL, THEMES]
    with pytest.raises(FrozenInstanceError):
        TOLL.target = "dam"  # type: ignore[misc]
