"""Choosing the articles of an input that are explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from tenor.articles import Article, Rejection, number_claims, read_articles
from tenor.articles.rejections import RejectionCounts
from tenor.articles.sources import find_sources
from tenor.errors import InputError
from tenor.present import shorten
from tenor.present.hints import did_you_mean

MAX_KNOWN_IDS = 500
"""The number of ids that an unknown one is compared with."""

MAX_SHOWN_IDS = 3
"""The number of ids that a message gives as examples."""

STDIN = "-"


class ChosenArticles(NamedTuple):
    """Articles to explain; how many inputs before them were rejected, and the first of those."""

    articles: list[Article]
    n_rejected: int
    first_rejection: Rejection | None


def choose_articles(
    source: str,
    *,
    ids: Sequence[str] = (),
    n: int | None = None,
    columns: Mapping[str, str] | None = None,
    strict_columns: bool = True,
) -> ChosenArticles:
    """Return the one article of an input, those with certain ids, or the first of them.

    Ids are those that `tenor predict` writes.

    Parameters
    ----------
    source
        A file, a folder, a glob, or ``-`` for standard input.
    ids
        The ids of articles; empty takes any.
    n
        The largest number of articles to return; None returns all with these ids.
    columns, strict_columns
        As in `read_articles`.

    Raises
    ------
    InputError
        If the input does not exist or has no article, an id is unknown, or there are several
        articles and neither ``ids`` nor ``n``.
    """
    rejected: list[Rejection] = []
    _check_source(source, ids)
    items = number_claims(read_articles(source, columns=columns, strict_columns=strict_columns))
    articles = _articles(items, rejected)
    name = "standard input" if source == STDIN else f"'{source}'"
    if ids:
        chosen = list(islice(_with_ids(articles, ids, name, rejected), n))
    elif n is not None:
        chosen = list(islice(articles, n))
    else:
        chosen = list(islice(articles, MAX_SHOWN_IDS + 1))
        if len(chosen) > 1:
            raise InputError(
                f"{name} has several articles: choose one by --id, such as "
                f"{_examples(a.article_id for a in chosen)}, or explain the first of them by --n"
            )
    if not chosen:
        raise _no_article(rejected)
    return ChosenArticles(chosen, len(rejected), rejected[0] if rejected else None)


def _articles(items: Iterable[Article | Rejection], rejected: list[Rejection]) -> Iterator[Article]:
    """Yield the articles; rejections are added to the list."""
    for item in items:
        if isinstance(item, Article):
            yield item
        else:
            rejected.append(item)


def _with_ids(
    articles: Iterator[Article], ids: Sequence[str], name: str, rejected: list[Rejection]
) -> Iterator[Article]:
    missing, known = dict.fromkeys(ids), dict[str, None]()
    for article in articles:
        if len(known) < MAX_KNOWN_IDS:
            known[article.article_id] = None
        if article.article_id in ids:
            missing.pop(article.article_id, None)
            # Rows may share an id: the same article, with another target each.
            yield article
    if not known:
        raise _no_article(rejected)
    if missing:
        first = next(iter(missing))
        hint = did_you_mean(first, known) or f"; its ids are such as {_examples(known)}"
        raise InputError(f"{name} has no article with the id '{shorten(first)}'{hint}")


def _check_source(source: str, ids: Sequence[str]) -> None:
    try:
        find_sources([source])
    except InputError as exc:
        hint = "" if ids else "; an article of a table or a corpus is named by --id"
        raise InputError(f"{exc}{hint}") from None


def _no_article(rejected: Iterable[Rejection]) -> InputError:
    counts = RejectionCounts()
    for rejection in rejected:
        counts.add(rejection)
    return InputError(counts.no_article_message())


def _examples(ids: Iterable[str]) -> str:
    return ", ".join(f"'{article_id}'" for article_id in islice(ids, MAX_SHOWN_IDS))
