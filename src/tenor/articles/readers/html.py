"""HTML pages: the article of a page and its metadata; the network is not used."""

from __future__ import annotations

import re

from tenor.articles.article import RawArticle, Reason, UnreadableInput
from tenor.articles.readers.decoding import decode_marked, replace_undecoded
from tenor.articles.readers.page_dates import page_address, page_date

# Encodings that pages declare; Python has other codecs that are slow or not text encodings.
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}\bcharset\s{0,9}=\s{0,9}[\"']?\s{0,9}"
    rb"((?:windows-|cp125|iso-?8859|latin|koi8|gb|big5|euc-|shift)[\w-]{0,12})",
    re.IGNORECASE,
)
_HEAD_BYTES = 4096


def parse_html(data: bytes) -> RawArticle:
    """Return the raw article of a web page.

    Raises
    ------
    UnreadableInput
        If the page has no article.
    """
    import logging

    import trafilatura
    from trafilatura.settings import Document

    # Their errors become rejections and are not logged.
    for library in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(library).setLevel(logging.CRITICAL + 1)
    page = _decode_page(data)
    if "html" not in page[:50].lower():
        page = f"<!doctype html>\n{page}"  # trafilatura rejects a page without it
    tree = trafilatura.load_html(page)
    if tree is None:
        raise UnreadableInput(Reason.NO_TEXT, "it is not an HTML page")
    published = page_date(tree, page_address(tree))  # before the extraction, which changes the tree
    document = trafilatura.bare_extraction(
        tree,
        include_comments=False,
        with_metadata=True,
        # The date is found by `page_date`; this one is not used.
        date_extraction_params={"extensive_search": False},
    )
    if not isinstance(document, Document) or not re.search(r"\w", document.text or ""):
        raise UnreadableInput(Reason.NO_TEXT, "the page has no article text")
    title = document.title or ""
    lines = (document.text or "").splitlines()
    if lines and " ".join(lines[0].split()) == " ".join(title.split()):
        del lines[0]
    return {
        "title": title,
        "text": "\n".join(lines),
        "byline": document.author or "",
        "outlet": document.sitename or "",
        "published": published,
        "url": document.url or "",
        "publisher_themes": _themes(document.categories or [], document.tags or []),
        "language": re.split(r"[-_]", tree.get("lang") or "")[0].lower(),
    }


def _decode_page(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if declared := _CHARSET.search(data[:_HEAD_BYTES]):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, ValueError):
            pass
    return replace_undecoded(decode_marked(data))


def _themes(*groups: list[str]) -> tuple[str, ...]:
    themes: dict[str, str] = {}
    for group in groups:
        for entry in group:
            for theme in re.split(r"[,;]", entry):
                if theme.strip():
                    themes.setdefault(theme.strip().casefold(), theme.strip())
    return tuple(themes.values())
