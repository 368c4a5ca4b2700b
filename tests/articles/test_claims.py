"""Claims on articles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tenor.articles import Article, Reason, Rejection, number_claims, read_articles

Write = Callable[[str, str | bytes], Path]


def test_a_headline_that_is_the_claim_is_no_title(write: Write) -> None:
    """A column that was given to one field is not taken for another by its name."""
    path = write("pairs.csv", "Body ID,Headline,articleBody\n4,Seal lands,A seal came ashore.\n")
    columns = {"article_id": "Body ID", "claim": "Headline", "text": "articleBody"}
    [article] = read_articles(path, columns=columns)
    assert isinstance(article, Article)
    assert (article.article_id, article.claim, article.title) == ("4", "Seal lands", "")


def test_a_row_may_name_the_target_that_is_asked_for(write: Write) -> None:
    [article] = read_articles(write("a.csv", "text,target\nA text.,bridge-toll\n"))
    assert isinstance(article, Article)
    assert article.target == "bridge-toll"


def test_articles_without_a_claim_and_rejections_pass_as_they_are() -> None:
    """Two articles of one id are then two of one id, for the corpus to refuse."""
    found = [
        Article(article_id="1", text="One."),
        Rejection("x", Reason.EMPTY, "nothing"),
        Article(article_id="1", text="Two."),
    ]
    assert list(number_claims(found)) == found


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("pqr")), max_size=20))
def test_each_claim_of_an_article_has_one_id_and_each_id_one_claim(
    pairs: list[tuple[str, str]],
) -> None:
    rows = [Article(article_id=i, text="Text.", claim=claim) for i, claim in pairs]
    ids = [item.article_id for item in number_claims(rows) if isinstance(item, Article)]
    known = dict(zip(ids, pairs, strict=True))
    assert [known[i] for i in ids] == pairs
    assert len(known) == len(set(pairs))
