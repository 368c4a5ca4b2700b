"""HTML pages: the article that a page holds, by its markup. Nothing is fetched."""

from __future__ import annotations

import re
from typing import Any

from tenor.articles.article import Reason
from tenor.articles.dates import parse_date
from tenor.articles.decoding import Refusal, decode

# The encodings of pages; Python knows others that take too long, or are no encodings.
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}\bcharset\s{0,9}=\s{0,9}[\"']?\s{0,9}"
    rb"((?:windows-|cp125|iso-?8859|latin|koi8|gb|big5|euc-|shift)[\w-]{0,12})",
    re.IGNORECASE,
)
_HEAD = 4096


def parse_html(data: bytes) -> dict[str, Any]:
    """Return the Article fields of a web page.

    Raises
    ------
    Refusal
        The page holds no article.
    """
    import logging

    import trafilatura
    from trafilatura.settings import Document

    # These libraries report to the terminal what here becomes a Rejection.
    for library in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(library).setLevel(logging.CRITICAL + 1)
    page = _page(data)
    if "html" not in page[:50].lower():
        page = f"<!doctype html>\n{page}"  # without which it is taken for something else
    tree = trafilatura.load_html(page)
    if tree is None:
        raise Refusal(Reason.NO_TEXT, "it holds no page")
    found = trafilatura.bare_extraction(
        tree,
        include_comments=False,
        with_metadata=True,
        # The dates that the markup states, none guessed from the text, none by today's date.
        date_extraction_params={
            "extensive_search": False,
            "original_date": True,
            "max_date": "2999-12-31",
        },
    )
    if not isinstance(found, Document) or not found.text or not re.search(r"\w", found.text):
        raise Refusal(Reason.NO_TEXT, "the page holds no article text")
    title = found.title or ""
    lines = found.text.splitlines()
    if lines and " ".join(lines[0].split()) == " ".join(title.split()):
        del lines[0]
    return {
        "title": title,
        "text": "\n".join(lines),
        "byline": found.author or "",
        "outlet": found.sitename or "",
        "published": parse_date(found.date or ""),
        "url": found.url or "",
        "publisher_themes": _themes(found.categories or [], found.tags or []),
        "language": re.split(r"[-_]", tree.get("lang") or "")[0].lower(),
    }


def _page(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if declared := _CHARSET.search(data[:_HEAD]):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, ValueError):
            pass
    return decode(data)


def _themes(*groups: list[str]) -> tuple[str, ...]:
    themes: dict[str, str] = {}
    for group in groups:
        for entry in group:
            for theme in re.split(r"[,;]", entry):
                if theme.strip():
                    themes.setdefault(theme.strip().casefold(), theme.strip())
    return tuple(themes.values())
