"""Agreement of the reader of web pages with the expected values of public test pages.

    python experiments/benchmarks/pages.py PATH...

A PATH is a clone of trafilatura, htmldate or readability, which bring pages with their expected
titles, authors, dates and texts. A page that several of them have is counted once. A title is
similar if it is part of the expected one, or the other way round; a text agrees if it has more
than 90 % of the expected words, and more than 80 % of its own words are expected.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from tenor.articles import UnreadableInput
from tenor.articles.readers.html import parse_html
from tenor.articles.readers.markup import strip_markup
from tenor.articles.text import split_words

MIN_RECALL, MIN_PRECISION = 0.9, 0.8


class Page(NamedTuple):
    """A page, and what is expected of it; empty for what is not known."""

    path: Path
    address: str
    title: str = ""
    author: str = ""
    date: str = ""
    text: str = ""


def find_pages(root: Path) -> Iterator[Page]:
    """Yield the pages of a clone of one of the projects."""
    if (listed := root / "tests/evaldata.json").exists():
        yield from _listed(listed, (root / "tests/cache", root / "tests/eval"))
    for name, folders in (
        ("eval_default.json", ("cache", "eval")),
        ("eval_mediacloud_2020.json", ("test_set",)),
    ):
        if (listed := root / "tests" / name).exists():
            yield from _listed(listed, tuple(root / "tests" / folder for folder in folders))
    for folder in sorted((root / "test/test-pages").glob("*")):
        expected = folder / "expected.html"
        if expected.exists():
            metadata = json.loads((folder / "expected-metadata.json").read_text(encoding="utf-8"))
            text = strip_markup(expected.read_text(encoding="utf-8"))
            yield Page(folder / "source.html", folder.name, metadata.get("title") or "", text=text)


def _listed(listed: Path, folders: tuple[Path, ...]) -> Iterator[Page]:
    for address, values in json.loads(listed.read_text(encoding="utf-8")).items():
        for folder in folders:
            if (path := folder / values["file"]).exists():
                expected = {name: values.get(name) for name in ("title", "author", "date")}
                texts = {k: v if isinstance(v, str) else "" for k, v in expected.items()}
                yield Page(path, address, **texts)
                break


def compare(page: Page) -> dict[str, str]:
    """Return how each expected value of a page compares with the one that is read."""
    try:
        article = parse_html(page.path.read_bytes())[0]
    except UnreadableInput as error:
        return {"page": str(error.reason)}
    outcome = {"page": "read"}
    if page.title:
        outcome["title"] = _compare_titles(article.get("title") or "", page.title)
    if page.author:
        byline = article.get("byline") or ""
        outcome["byline"] = "missing" if not byline else _same(byline, page.author)
    if page.date[:1].isdigit():
        day = article.get("published")
        outcome["date"] = "missing" if day is None else _same(day.isoformat(), page.date)
    if page.text:
        outcome["text"] = _compare_texts(article["text"], page.text)
    return outcome


def _same(value: str, expected: str) -> str:
    return "same" if " ".join(value.split()) == " ".join(expected.split()) else "wrong"


def _compare_titles(value: str, expected: str) -> str:
    value, expected = " ".join(value.split()), " ".join(expected.split())
    if value == expected:
        return "same"
    return "similar" if value and (value in expected or expected in value) else "other"


def _compare_texts(text: str, expected: str) -> str:
    words, expected_words = Counter(split_words(text)), Counter(split_words(expected))
    shared = (words & expected_words).total()
    recall = shared / max(expected_words.total(), 1)
    precision = shared / max(words.total(), 1)
    return "agrees" if recall > MIN_RECALL and precision > MIN_PRECISION else "differs"


def main(paths: list[str]) -> None:
    """Print the counts of the outcomes for each kind of value."""
    pages: dict[str, Page] = {}
    for path in paths:
        for page in find_pages(Path(path)):
            known = pages.get(page.address)
            # Of a page in several projects, the first with a date counts.
            if known is None or (page.date and not known.date):
                pages[page.address] = page
    if not pages:
        sys.exit("no test pages: give clones of trafilatura, htmldate or readability")
    counts: dict[str, Counter[str]] = {}
    with ProcessPoolExecutor() as pool:
        outcomes: Iterator[dict[str, Any]] = pool.map(compare, pages.values(), chunksize=20)
        for outcome in outcomes:
            for kind, result in outcome.items():
                counts.setdefault(kind, Counter())[result] += 1
    for kind, results in counts.items():
        listed = ", ".join(f"{result} {n}" for result, n in results.most_common())
        print(f"{kind:<8}{results.total():>6}: {listed}")


if __name__ == "__main__":
    main(sys.argv[1:])
