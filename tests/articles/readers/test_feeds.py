"""XML of news."""

from __future__ import annotations

from datetime import date

import pytest

from tenor.articles.article import UnreadableInput
from tenor.articles.readers.feeds import parse_xml

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Lantern</title>
<item><title>Quay reopens</title><link>https://l.example/1</link><dc:creator>Ana Ruiz</dc:creator>
<pubDate>Tue, 05 Mar 2024 08:00:00 GMT</pubDate><category>harbor; sea</category>
<description>short</description>
<content:encoded>&lt;p&gt;It reopens.&lt;/p&gt;</content:encoded></item>
<item><title>Ferry</title><description>It sails.</description></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Lantern</title>
<updated>2024-03-09</updated><entry><title>Quay reopens</title><link rel="self" href="x"/><link href="https://l.example/1"/>
<published>2024-03-05T08:00:00Z</published><updated>2024-03-09T08:00:00Z</updated>
<author><name>Ana Ruiz</name></author><category term="harbor"/>
<content type="html">&lt;p&gt;It reopens.&lt;/p&gt;</content></entry></feed>"""

NITF = """<nitf><head><title>t</title><docdata><date.issue norm="20240305T080000Z"/>
<doc.copyright holder="L">The Lantern</doc.copyright></docdata></head><body><body.head><hedline>
<hl1>Quay reopens</hl1></hedline><byline><person>Ana Ruiz</person></byline></body.head>
<body.content><p>It reopens.</p><p>So it was said.</p></body.content></body></nitf>"""

NEWSML = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:1"><itemMeta>
<provider literal="Wire"/><firstCreated>2024-03-05T08:00:00Z</firstCreated></itemMeta><contentMeta>
<contentCreated>2024-03-05T08:00:00Z</contentCreated><by>Ana Ruiz</by><language tag="en"/>
<subject qcode="medtop:04000000"><name>harbor</name></subject><headline>Quay reopens</headline>
</contentMeta><contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body>
<p>It reopens.</p></body></html></inlineXML></contentSet></newsItem>"""


@pytest.mark.parametrize(
    ("text", "outlet"),
    [(RSS, "The Lantern"), (ATOM, "The Lantern"), (NITF, "The Lantern"), (NEWSML, "Wire")],
)
def test_an_item_is_an_article_with_its_metadata(text: str, outlet: str) -> None:
    article = parse_xml(text.encode())[0]
    assert article["title"] == "Quay reopens"
    assert article["text"].strip().startswith("It reopens.")
    assert article["published"] == date(2024, 3, 5)
    assert article["byline"] == "Ana Ruiz"
    assert article["outlet"] == outlet


def test_several_items_are_numbered_and_tags_are_split() -> None:
    first, second = parse_xml(RSS.encode())
    assert (first["row"], second["row"]) == (1, 2)
    assert first["publisher_themes"] == ("harbor", "sea")
    assert (second["text"], second["published"]) == ("It sails.", None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<a>", "it is not XML"),
        ("<a/>", "its root element 'a' is of no known form"),
        ("<rss><channel><item><title>x</title></item></channel></rss>", "none of its 1 items has"),
        ("<" + "a" * 10, "it is not XML"),
        ("<a>" * 5000, "it is not XML"),
    ],
)
def test_other_xml_is_refused_in_one_sentence(text: str, message: str) -> None:
    with pytest.raises(UnreadableInput, match=message):
        parse_xml(text.encode())


def test_entities_are_refused() -> None:
    external = "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
    with pytest.raises(UnreadableInput, match="it declares entities"):
        parse_xml(f"{external}{NITF.replace('It reopens', '&x;')}".encode())


def test_items_without_a_text_are_told_and_the_feed_is_named_once() -> None:
    item = "<item><title>A</title><description>x</description></item>"
    items = f"<title>{'Q' * 300}</title>{item}<item><title>B</title></item>"
    feed = f"<rss><channel>{items}</channel></rss>"
    first, second = parse_xml(feed.encode())
    assert (first["outlet"], second["text"], second["row"]) == ("Q" * 200, "", 2)


def test_the_day_of_nitf_can_have_hyphens() -> None:
    data = '<date.issue norm="2024-03-05T10:00:00"/><body.content><p>x</p></body.content>'
    (article,) = parse_xml(f"<nitf>{data}</nitf>".encode())
    assert str(article["published"]) == "2024-03-05"
