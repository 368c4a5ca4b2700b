"""Links within elements: those that an XPath finds, in linear time."""

from __future__ import annotations

import time

import pytest
from lxml import etree, html

from tenor.articles.readers.html import parse_html
from tenor.articles.readers.web_page.link_lists import LinksWithin, replace_link_paths

PAGE = """<html><body><div class="tags"><a href="1">a</a><p><a>none</a><a href="2">b</a></p>
<div class="tags"><a href="3">c</a><div class="other"><a href="4">d</a></div></div>
</div><a href="5">e</a><div class="meta"><a href="6">f</a></div><div class="tags"></div></body>"""


@pytest.mark.parametrize(
    "path",
    ["//div[@class='tags']", "//*[self::div or self::p]", "//a", "//div[re:test(@class, 'm')]"],
)
def test_links_are_those_of_the_path(path: str) -> None:
    tree = html.fromstring(PAGE)
    names = {"re": "http://exslt.org/regular-expressions"}
    expected = etree.XPath(f"{path}//a[@href]", namespaces=names)(tree)
    assert LinksWithin(path)(tree) == expected


def test_all_paths_of_the_extraction_are_replaced() -> None:
    from trafilatura import metadata

    replace_link_paths()
    for name in ("CATEGORIES_XPATHS", "TAGS_XPATHS"):
        assert {type(path) for path in vars(metadata)[name]} == {LinksWithin}


def test_tags_within_each_other_take_linear_time() -> None:
    """A page of 240 kB, which took half a minute."""
    text = "<p>The ferry ran again today, and all were glad of it.</p>" * 6
    link = "<p><a href='/tag/x'>a</a></p>"
    seconds = []
    # The faster of two: other work on the machine slows down one of them.
    for n in (2_000, 2_000, 8_000, 8_000):
        page = f"<html><h1>Ferry</h1>{text}{'<div class=tags>' * 32}{link * n}</html>"
        started = time.process_time()
        [article] = parse_html(page.encode())
        seconds.append(time.process_time() - started)
        assert "glad of it" in article["text"]
    assert min(seconds[2:]) < 10 * min(seconds[:2])
