"""Labels that come with the articles."""

from __future__ import annotations

import pytest

from tenor.articles import Article
from tenor.codebook import THEMES, Codebook, Task
from tenor.errors import InputError
from tenor.labeling import Judgment, LabelColumn, publisher_judgments

BOOK = Codebook.parse("""version = "1"
[[themes]]
name = "economy"
publisher_tags = ["Business"]
[[themes]]
name = "sport"
[[targets]]
name = "tax"
[[targets]]
name = "dam"
""")
STANCES = Codebook.parse('version = "1"\n[[targets]]\nname = "tax"\n')


def article(**columns: object) -> Article:
    return Article(article_id="a1", text="Text.", columns=columns)


def test_publisher_tags_become_judgements_of_the_outlet() -> None:
    """One for each theme, in codebook order."""
    tagged = Article(
        article_id="a1", text="Text.", outlet="The Paper", publisher_themes=("Sport", "business")
    )
    assert publisher_judgments(tagged, BOOK) == [
        Judgment("a1", "theme", "", "economy", "publisher", "The Paper"),
        Judgment("a1", "theme", "", "sport", "publisher", "The Paper"),
    ]


def test_tags_that_mean_no_theme_are_the_judgement_none() -> None:
    """The publisher did judge the article."""
    tagged = Article(article_id="a1", text="Text.", publisher_themes=("Weather",))
    assert publisher_judgments(tagged, BOOK) == [
        Judgment("a1", "theme", "", "none", "publisher", "")
    ]


def test_without_tags_or_themes_there_are_no_publisher_judgements() -> None:
    """An article without tags is not one to which no theme applies."""
    assert publisher_judgments(Article(article_id="a1", text="Text."), BOOK) == []
    tagged = Article(article_id="a1", text="Text.", publisher_themes=("Business",))
    assert publisher_judgments(tagged, STANCES) == []


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("theme=topic", LabelColumn(THEMES, "topic")),
        ("theme=Main topic = 1", LabelColumn(THEMES, "Main topic = 1")),
        ("stance:tax=bias", LabelColumn(Task.stance("tax"), "bias")),
        ("stance:@about=bias", LabelColumn(None, "bias", "about")),
    ],
)
def test_a_label_column_is_parsed(text: str, column: LabelColumn) -> None:
    """Everything after the first equals sign is the name of the column."""
    assert LabelColumn.parse(text, BOOK) == column


def test_the_columns_to_keep_are_those_of_label_and_target() -> None:
    """A reader drops all others."""
    assert LabelColumn.parse("stance:tax=bias", BOOK).columns == ("bias",)
    assert LabelColumn.parse("stance:@about=bias", BOOK).columns == ("bias", "about")


@pytest.mark.parametrize(
    ("text", "book", "message"),
    [
        *(
            (
                text,
                BOOK,
                (
                    f"label column '{text}' cannot be parsed; "
                    "write theme=COLUMN, stance:TARGET=COLUMN or stance:@TARGET_COLUMN=COLUMN"
                ),
            )
            for text in ("topic", "theme=", "theme:x=y", "stance=bias", "stance:=b", "Theme=topic")
        ),
        (
            "theme=topic",
            STANCES,
            "label column 'theme=topic' needs [[themes]] in the codebook; add them",
        ),
        (
            "stance:river=bias",
            BOOK,
            (
                "label column 'stance:river=bias': target 'river' is not in the codebook; "
                "its targets: tax, dam"
            ),
        ),
    ],
)
def test_any_other_label_column_raises_one_sentence(
    text: str, book: Codebook, message: str
) -> None:
    """With what is wrong and what to write."""
    with pytest.raises(InputError) as caught:
        LabelColumn.parse(text, book)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("cell", "labels"),
    [
        ("economy", ["economy"]),
        (" ECONOMY ", ["economy"]),
        ("economy; Sport", ["economy", "sport"]),
        ("economy|sport", ["economy", "sport"]),
        ("economy;;", ["economy"]),
        (["economy", "sport"], ["economy", "sport"]),
        (("economy", ""), ["economy"]),
        ("none", ["none"]),
        ([], ["none"]),
        ([""], ["none"]),
        ("", []),
        (";", []),
        (None, []),
    ],
)
def test_a_cell_of_themes_gives_judgements(cell: object, labels: list[str]) -> None:
    """One label, several or a list; an empty list is ``none``, an empty cell is no judgement."""
    column = LabelColumn.parse("theme=topic", BOOK)
    assert list(column.judgments(article(topic=cell), BOOK)) == [
        Judgment("a1", "theme", "", label, "coder", "column topic") for label in labels
    ]


def test_an_article_without_the_column_has_no_judgement() -> None:
    """Other files of the same input may have it."""
    column = LabelColumn.parse("theme=topic", BOOK)
    assert list(column.judgments(article(), BOOK)) == []


def test_an_unknown_label_gives_a_message_among_the_judgements() -> None:
    """The known ones of the same cell still count."""
    column = LabelColumn.parse("theme=topic", BOOK)
    assert list(column.judgments(article(topic="arts; sport"), BOOK)) == [
        "theme 'arts' is not one of economy, sport, none (column 'topic')",
        Judgment("a1", "theme", "", "sport", "coder", "column topic"),
    ]


def test_a_cell_of_stances_holds_one_label() -> None:
    """Positions are not split at separators."""
    column = LabelColumn.parse("stance:tax=bias", BOOK)
    assert list(column.judgments(article(bias="Favor"), BOOK)) == [
        Judgment("a1", "stance", "tax", "favor", "coder", "column bias")
    ]
    assert list(column.judgments(article(bias="favor;against"), BOOK)) == [
        "stance 'favor;against' is not one of favor, against, neutral (column 'bias')"
    ]


def test_an_empty_list_of_stances_is_no_judgement() -> None:
    """A stance has no label ``none``."""
    column = LabelColumn.parse("stance:tax=bias", BOOK)
    assert list(column.judgments(article(bias=[]), BOOK)) == []


def test_a_target_column_names_the_target_of_each_row() -> None:
    """A target that the codebook lacks gives a sentence."""
    column = LabelColumn.parse("stance:@about=bias", BOOK)
    assert list(column.judgments(article(about="dam", bias="against"), BOOK)) == [
        Judgment("a1", "stance", "dam", "against", "coder", "column bias")
    ]
    assert list(column.judgments(article(about="river", bias="against"), BOOK)) == [
        "target 'river' (column 'about') is not one of tax, dam"
    ]
    assert list(column.judgments(article(bias="against"), BOOK)) == [
        "target '' (column 'about') is not one of tax, dam"
    ]
