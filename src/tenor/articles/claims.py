"""Several claims on one article: each is a row of its own, with an id of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tenor.articles.article import Article, Rejection


def number_claims(found: Iterable[Article | Rejection]) -> Iterator[Article | Rejection]:
    """Yield what was read; an article with a second claim gets the id ``ID#2``, and so on.

    The same claim on the same article again keeps the id that it had.

    Examples
    --------
    >>> pairs = [("7", "It rains."), ("7", "It is dry."), ("8", "It rains."), ("7", "It rains.")]
    >>> rows = [Article(article_id=i, text="Rain fell.", claim=claim) for i, claim in pairs]
    >>> [row.article_id for row in number_claims(rows)]
    ['7', '7#2', '8', '7']
    """
    numbers: dict[str, dict[str, int]] = {}
    for item in found:
        if isinstance(item, Article) and item.claim:
            claims = numbers.setdefault(item.article_id, {})
            number = claims.setdefault(item.claim, len(claims) + 1)
            if number > 1:
                item = replace(item, article_id=f"{item.article_id}#{number}")
        yield item
