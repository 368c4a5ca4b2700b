"""Articles with claims."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tenor.articles import Article, Reason, Rejection, number_claims, read_articles

Write = Callable[[str, str | bytes], Path]


def test_a_column_assigned_to_the_claim_is_not_also_the_title(write: Write) -> None:
    """Although its name is one of a title."""
    path = write("pairs.csv", "Body ID,Headline,articleBody\n4,Seal lands,A seal came ashore.\n")
    columns = {"article_id": "Body ID", "claim": "Headline", "text": "articleBody"}
    [article] = read_articles(path, columns=columns)
    assert isinstance(article, Article)
    assert (article.article_id, article.claim, article.title) == ("4", "Seal lands", "")


def test_a_row_may_name_the_target_of_the_stance_to_predict(write: Write) -> None:
    [article] = read_articles(write("a.csv", "text,target\nA text.,bridge-toll\n"))
    assert isinstance(article, Article)
    assert article.target == "bridge-toll"


def test_rejections_and_articles_without_a_claim_pass_unchanged() -> None:
    """Also two articles with the same id, of which the corpus rejects the second."""
    items = [
        Article(article_id="1", text="One."),
        Rejection("x", Reason.EMPTY, "nothing"),
        Article(article_id="1", text="Two."),
    ]
    assert list(number_claims(items)) == items


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("pqr")), max_size=20))
def test_each_pair_of_article_and_claim_has_its_own_id(
    pairs: list[tuple[str, str]],
) -> None:
    rows = [Article(article_id=i, text="Text.", claim=claim) for i, claim in pairs]
    ids = [item.article_id for item in number_claims(rows) if isinstance(item, Article)]
    pair_of_id = dict(zip(ids, pairs, strict=True))
    assert [pair_of_id[i] for i in ids] == pairs
    assert len(pair_of_id) == len(set(pairs))
