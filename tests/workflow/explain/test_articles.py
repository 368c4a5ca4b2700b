"""Choosing the articles that are explained."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tenor.errors import InputError
from tenor.workflow.explain.articles import choose_articles


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "news.csv"
    rows = "\n".join(f"wire-{i},Title {i},Text {i} is here." for i in range(1, 6))
    path.write_text(f"article_id,title,text\n{rows}\n")
    return str(path)


def chosen_ids(source: str, **options: object) -> list[str]:
    articles = choose_articles(source, **options).articles  # type: ignore[arg-type]
    return [article.article_id for article in articles]


def test_a_file_with_one_article_needs_no_id(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Harbor opens\n\nShips came at dawn.")
    assert chosen_ids(str(tmp_path / "a.txt")) == ["a.txt"]
    assert chosen_ids(str(tmp_path)) == ["a.txt"]


def test_standard_input_is_an_article(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(b"Harbor opens\n\nShips came at dawn."))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert chosen_ids("-") == ["stdin"]


def test_articles_of_a_table_are_chosen_by_their_ids_or_their_number(table: str) -> None:
    assert chosen_ids(table, ids=["wire-4", "wire-2"]) == ["wire-2", "wire-4"]
    assert chosen_ids(table, ids=["wire-4", "wire-2"], n=1) == ["wire-2"]
    assert chosen_ids(table, n=2) == ["wire-1", "wire-2"]
    assert len(chosen_ids(table, n=50)) == 5


def test_rows_of_one_id_are_all_chosen(tmp_path: Path) -> None:
    """They may name a target each."""
    (tmp_path / "a.csv").write_text(
        "article_id,text,target\nx,The text.,dam\ny,The text.,\nx,The text.,toll\n"
    )
    chosen = choose_articles(str(tmp_path / "a.csv"), ids=["x"])
    assert [article.target for article in chosen.articles] == ["dam", "toll"]


def test_columns_of_other_names_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("nr,words\n7,The text.\n")
    columns = {"article_id": "nr", "text": "words"}
    [article] = choose_articles(str(tmp_path / "a.csv"), columns=columns).articles
    assert (article.article_id, article.text) == ("7", "The text.")


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (
            [],
            (
                r"^'.*news.csv' has several articles: choose one by --id, such as 'wire-1', "
                r"'wire-2', 'wire-3', or explain the first of them by --n$"
            ),
        ),
        (["wyre-2"], r"^'.*news.csv' has no article with the id 'wyre-2'; did you mean 'wire-2'\?"),
        (["wire-2", "0"], r"with the id '0'; its ids are such as 'wire-1', 'wire-2', 'wire-3'$"),
    ],
)
def test_an_article_that_is_not_named_or_unknown_is_one_sentence_with_ids(
    table: str, ids: list[str], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        choose_articles(table, ids=ids)


@pytest.mark.parametrize("options", [{}, {"ids": ["a.txt"]}, {"n": 3}])
def test_an_unreadable_article_is_one_sentence_with_the_reason(
    tmp_path: Path, options: dict[str, object]
) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    with pytest.raises(InputError, match=r"gave an article: 1 empty \('.*a.txt': it is empty\)"):
        chosen_ids(str(tmp_path / "a.txt"), **options)


def test_rejected_inputs_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text("Harbor opens\n\nShips came at dawn.")
    chosen = choose_articles(str(tmp_path))
    assert (len(chosen.articles), chosen.n_rejected) == (1, 1)
    assert chosen.first_rejection is not None
    assert chosen.first_rejection.detail == "it is empty"
