"""Exports of Europresse."""

from __future__ import annotations

from datetime import date

import lxml.html

from tenor.articles.readers.exports.europresse import read_europresse_page

ARTICLE = """<article><header>
<div class="rdp__DocPublicationName">
<span class="DocPublicationName">La Lanterne, no. 430</span></div>
<span class="DocHeader">Port, jeudi 14 mars 2024, p. 16</span>
<div class="titreArticle"><p class="titreArticleVisu rdp__articletitle">Le quai rouvre</p></div>
<div class="docAuthors">Ana Ruiz</div></header>
<section><div class="DocText clearfix"><div class="docOcurrContainer">
<p>Le quai rouvre lundi.</p><p>La mairie se dit prête.</p></div></div></section>
<footer><div class="publiC-lblNodoc">news·20240314·LA·1</div></footer></article>"""


def test_each_element_is_an_article() -> None:
    articles = read_europresse_page(
        lxml.html.fromstring(f"<html><body>{ARTICLE * 2}</body></html>")
    )
    assert articles == 2 * [
        {
            "title": "Le quai rouvre",
            "outlet": "La Lanterne",
            "byline": "Ana Ruiz",
            "published": date(2024, 3, 14),
            "text": "Le quai rouvre lundi.\n\nLa mairie se dit prête.",
        }
    ]


def test_the_older_form_has_one_document_and_no_element_around_it() -> None:
    page = (
        "<table><td><span class=DocPublicationName>La Lanterne</span><br>"
        "<span class=DocHeader>Port, </span><span class=DocHeader>jeudi </span>"
        "<span class=DocHeader>14 mars 2024</span><br>"
        "<span class=TitreArticleVisu>Le quai rouvre</span><br>Le quai rouvre lundi.<p></p>"
        "<b>© 2024 La Lanterne.</b><p></p>Numéro de document : news·1</td></table>"
    )
    (article,) = read_europresse_page(lxml.html.fromstring(page))
    assert (article["title"], article["published"]) == ("Le quai rouvre", date(2024, 3, 14))
    assert article["text"].strip() == "Le quai rouvre lundi."


def test_other_pages_are_no_exports() -> None:
    assert read_europresse_page(lxml.html.fromstring("<article><h1>A</h1></article>")) == []
