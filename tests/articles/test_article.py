"""Articles and rejections."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from tenor.articles import Article, Reason, Rejection, UnreadableInput


def test_metadata_is_empty_unless_it_is_given() -> None:
    article = Article(article_id="1", text="Ships came.")
    assert (article.title, article.regions, article.published) == ("", (), None)


def test_articles_are_immutable() -> None:
    article = Article(article_id="1", text="Ships came.", published=date(2018, 1, 8))
    with pytest.raises(dataclasses.FrozenInstanceError):
        article.text = "Ships left."  # type: ignore[misc]


def test_kept_columns_do_not_count_when_articles_are_compared() -> None:
    assert Article(article_id="1", text="x", columns={"a": 1}) == Article(article_id="1", text="x")


def test_an_unreadable_input_has_what_its_rejection_needs() -> None:
    error = UnreadableInput(Reason.EMPTY, "it is empty")
    rejection = Rejection("a.txt", error.reason, error.detail)
    assert rejection == Rejection("a.txt", Reason.EMPTY, "it is empty")
    assert str(error) == "it is empty"
