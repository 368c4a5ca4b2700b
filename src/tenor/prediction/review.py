"""The articles to review: a queue ordered by value, written as a sheet for a coder.

The value of an article is how near its labels to review are to a promise: the share of the articles
that the nearest needs that are there. The queue is a random order in which more value comes earlier
(weighted sampling without replacement: Efraimidis and Spirakis 2006), and is no order by
probability: with the least certain articles first, the next promise would be tested mostly on
mistakes and hold for fewer labels; with the most certain first, it would break sooner.
"""

from __future__ import annotations

import heapq
import json
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tenor.articles import Article
from tenor.errors import InputError, OutputError
from tenor.models import Model
from tenor.models.promise import AUTO, Decision
from tenor.output import check_output, write_file

SHEET_FORMATS = {".csv": "csv", ".xlsx": "xlsx"}
"""The codings format of a sheet, by its extension."""

MAX_REVIEWED = 10_000
"""The most articles of a sheet; their texts are in memory."""

DEFAULT_REVIEWED = 500
"""The number of articles of a sheet, unless another is named."""

DEFAULT_CODER = "reviewer"
"""The name of the coder of a sheet, unless another is named."""


class ReviewItem(NamedTuple):
    """An article to review.

    Attributes
    ----------
    priority
        The articles of higher priority come first.
    article_id, title, text, outlet, published
        As in `Article`.
    """

    priority: float
    article_id: str
    title: str
    text: str
    outlet: str
    published: str


class ReviewQueue:
    """Keeps the first articles of the queue, and counts the decisions on all of them.

    Parameters
    ----------
    size
        The number of articles that are kept; of those with the same priority, the first.
    coded
        The ids of articles that are coded already, which are not kept.

    Attributes
    ----------
    n_auto, n_review
        The number of labels that are automatic, and of those to review.
    n_articles
        The number of articles with a label to review.
    n_coded
        The number of those that are coded already.
    """

    def __init__(self, size: int, coded: Collection[str] = frozenset()) -> None:
        self._size = size
        self._coded = coded
        self._heap: list[tuple[float, int, ReviewItem]] = []
        self._n_added = 0
        self.n_auto = 0
        self.n_review = 0
        self.n_articles = 0
        self.n_coded = 0

    def count(
        self,
        article: Article,
        models: Iterable[Model],
        decisions: Iterable[Mapping[str, Decision]],
    ) -> None:
        """Count the decisions on an article, and add it if it has a label to review.

        Parameters
        ----------
        article
            The article.
        models, decisions
            The models, and the decisions of each on its labels.
        """
        values = []
        for model, own in zip(models, decisions, strict=True):
            for label, decision in own.items():
                self.n_auto += decision == AUTO
                if decision == "review" and model.promise is not None:
                    values.append(model.promise.progress[label])
        self.n_review += len(values)
        self.n_articles += bool(values)
        if values and article.article_id in self._coded:
            self.n_coded += 1
        elif values and self._size:
            self.add(
                ReviewItem(
                    math.log(_uniform(article.article_id)) / max(values),
                    article.article_id,
                    article.title,
                    article.text,
                    article.outlet,
                    str(article.published or ""),
                )
            )

    def add(self, item: ReviewItem) -> None:
        """Add an article."""
        heapq.heappush(self._heap, (item.priority, -self._n_added, item))
        self._n_added += 1
        if len(self._heap) > self._size:
            heapq.heappop(self._heap)

    def in_order(self) -> list[ReviewItem]:
        """Return the articles in the order in which they were added."""
        return [item for _, _, item in sorted(self._heap, key=lambda entry: -entry[1])]

    def by_priority(self) -> list[ReviewItem]:
        """Return the articles, those of the highest priority first."""
        return [item for _, _, item in sorted(self._heap, reverse=True)]


@dataclass(frozen=True)
class ReviewSheet:
    """A sheet of the articles to review, as it is asked for.

    Attributes
    ----------
    path
        The file, ``.csv`` or ``.xlsx``.
    n
        The most articles that it has.
    coder
        The name of the coder, which the codings are imported with.
    coded
        The ids of articles that are coded already, which are left out.
    """

    path: Path
    n: int = DEFAULT_REVIEWED
    coder: str = DEFAULT_CODER
    coded: frozenset[str] = frozenset()

    def check(self, models: Mapping[str, Model], output: str, *, force: bool) -> None:
        """Check that the sheet can be made, before anything is labelled.

        Raises
        ------
        OutputError
            If the file exists and ``force`` is false, has another extension, or is the output.
        InputError
            If no model has a promise, the models have several codebooks, or the number of articles
            or the coder is invalid.
        """
        check_output(self.path, force=force, extensions=tuple(SHEET_FORMATS))
        if self.path.absolute() == Path(output).absolute():
            raise OutputError(f"'{output}' cannot hold both labels and the sheet; name two files")
        if not 1 <= self.n <= MAX_REVIEWED:
            raise InputError(
                f"'{self.n}' articles to review; a sheet has at least 1 and at most "
                f"{MAX_REVIEWED:,}"
            )
        if not self.coder.strip():
            raise InputError("a sheet needs the name of its coder, as in --coder ana")
        if not any(model.promise for model in models.values()):
            raise InputError(
                f"no model of {', '.join(models)} has a promise, so that nothing tells which "
                "labels to review; train one with 'tenor train SPEC --promise 0.9'"
            )
        books = {model.codebook.fingerprint: name for name, model in models.items()}
        if len(books) > 1:
            names = " and ".join(f"'{name}'" for name in books.values())
            raise InputError(
                f"models {names} have different codebooks, and a sheet asks by one; label with "
                "one of them at a time"
            )

    def write(
        self, items: Iterable[ReviewItem], models: Mapping[str, Model], *, force: bool
    ) -> None:
        """Write the sheet, or remove an old one if there are no articles.

        It does not show the labels of the model, since codings that follow them would flatter the
        next promise. Its articles were not drawn by chance, so it states no inclusion probability.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        from tenor.labeling.formats import FORMATS, ArticleToCode

        codebook = next(iter(models.values())).codebook
        articles = [
            ArticleToCode(
                item.article_id,
                item.title,
                item.text,
                codebook.fingerprint,
                None,
                item.outlet,
                item.published,
            )
            for item in items
        ]
        if not articles:
            if force:
                self.path.unlink(missing_ok=True)
            return
        codings_format = FORMATS[SHEET_FORMATS[self.path.suffix]]
        write_file(self.path, codings_format.sheet(articles, codebook, self.coder), replace=force)


def _uniform(article_id: str) -> float:
    """Return a number between 0 and 1 that is random, and the same for the same article."""
    digest = sha256(article_id.encode("utf-8", "surrogatepass")).digest()
    return (int.from_bytes(digest[:6]) + 0.5) / 2**48


def write_items(items: Iterable[ReviewItem], path: Path) -> None:
    """Write articles to review as JSON Lines, which `read_items` reads."""
    lines = (f"{json.dumps(item, ensure_ascii=False)}\n" for item in items)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(lines)


def read_items(path: Path) -> Iterable[ReviewItem]:
    """Yield the articles of a file by `write_items`."""
    with path.open(encoding="utf-8", newline="\n") as stream:
        for line in stream:
            yield ReviewItem(*json.loads(line))
