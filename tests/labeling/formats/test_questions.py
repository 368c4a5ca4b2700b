"""Questions of a codebook, and labels as one string."""

from __future__ import annotations

import pytest

from tenor.codebook import Codebook
from tenor.labeling.formats.questions import definition, flat_label, parse_flat_label, questions

from .examples import CODEBOOK, STANCE


def test_a_codebook_asks_for_themes_and_for_each_stance() -> None:
    assert list(questions(CODEBOOK)) == [
        ("theme", ('arts & "crafts" <b>', "economy", "none"), False),
        (STANCE, ("favor", "against"), True),
    ]
    one = 'version = "1"\nthemes_per_article = "one"\n[[themes]]\nname = "a"\n'
    assert list(questions(Codebook.parse(one))) == [("theme", ("a", "none"), True)]


def test_themes_have_definitions_and_positions_have_none() -> None:
    assert definition(CODEBOOK, "theme", "economy") == 'Prices & "wages".'
    assert definition(CODEBOOK, STANCE, "favor") == ""


@pytest.mark.parametrize(
    ("question", "label", "text"),
    [
        ("theme", "economy", "economy"),
        ("theme", "a=b", "a=b"),
        ("theme", "theme=x", "theme=theme=x"),
        ("theme", "stance:odd=name", "theme=stance:odd=name"),
        ("stance:toll", "favor", "stance:toll=favor"),
        ("stance:toll", "a=b", "stance:toll=a=b"),
    ],
)
def test_a_flat_label_is_parsed_back(question: str, label: str, text: str) -> None:
    """A prefix is added to themes that look like another question's label."""
    assert flat_label(question, label) == text
    assert parse_flat_label(text) == (question, label)


def test_a_label_without_a_prefix_answers_the_default_question() -> None:
    assert parse_flat_label("favor", STANCE) == (STANCE, "favor")
