"""Ids for articles with several claims, one claim a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tenor.articles.article import Article, Rejection


def number_claims(items: Iterable[Article | Rejection]) -> Iterator[Article | Rejection]:
    """Yield articles with a different id for each claim: ``ID``, ``ID#2``, and so on.

    Rows with the same article and the same claim share an id. Rejections pass unchanged.

    Examples
    --------
    >>> pairs = [("7", "It rains."), ("7", "It is dry."), ("8", "It rains."), ("7", "It rains.")]
    >>> rows = [Article(article_id=i, text="Rain fell.", claim=claim) for i, claim in pairs]
    >>> [row.article_id for row in number_claims(rows)]
    ['7', '7#2', '8', '7']
    """
    numbers: dict[str, dict[str, int]] = {}
    for item in items:
        if isinstance(item, Article) and item.claim:
            claims = numbers.setdefault(item.article_id, {})
            number = claims.setdefault(item.claim, len(claims) + 1)
            if number > 1:
                item = replace(item, article_id=f"{item.article_id}#{number}")
        yield item
