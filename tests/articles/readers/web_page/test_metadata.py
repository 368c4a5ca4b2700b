"""Metadata of web pages."""

from __future__ import annotations

import lxml.html
import pytest

from tenor.articles.readers.web_page import Metadata


def metadata(head: str, attributes: str = "") -> Metadata:
    return Metadata(lxml.html.fromstring(f"<html {attributes}><head>{head}</head><body>x</body>"))


def test_the_first_content_of_a_name_counts() -> None:
    head = "<meta name=Author content=''><meta name=author content=' Ana  Ruiz '>"
    assert metadata(f"{head}<meta name=author content=Tom>").meta["author"] == "Ana Ruiz"


def test_the_canonical_address_comes_first() -> None:
    head = "<meta property=og:url content='https://b.example/1'>"
    page = metadata(f"{head}<link rel=canonical href='https://www.a.example/1'>")
    assert (page.address, page.host) == ("https://www.a.example/1", "a.example")
    assert metadata(head).host == "b.example"
    assert metadata("<link rel=canonical href='http://[x'>").host == ""
    assert metadata("").address == ""


@pytest.mark.parametrize(("lang", "code"), [("de-AT", "de"), ("EN_us", "en"), ("", "")])
def test_the_language_is_a_code_without_region(lang: str, code: str) -> None:
    assert metadata("", f"lang='{lang}'").language == code


@pytest.mark.parametrize(
    "element",
    [
        "<meta http-equiv=Content-Language content='de-CH, fr'>",
        "<meta property='og:locale' content=de_AT>",
        "<meta name=DC.language content=de>",
    ],
)
def test_a_language_may_be_declared_by_a_meta_element(element: str) -> None:
    assert metadata(element).language == "de"
    assert metadata(element, "lang=en").language == "en"


def test_articles_are_first_among_the_structured_data() -> None:
    script = (
        '<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "n": 1},'
        ' {"@type": ["NewsArticle"], "n": 2, "comment": {"@type": "Comment"}}]}</script>'
    )
    broken = '<script type="application/ld+json">{"a": </script>'
    assert [item.get("n") for item in metadata(broken + script).articles] == [2, None, 1]
