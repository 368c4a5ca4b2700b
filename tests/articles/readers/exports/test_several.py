"""Files that seem to hold several documents."""

from __future__ import annotations

import lxml.html
import pytest

from tenor.articles.readers.exports.several import count_documents, read_article_elements

PARAGRAPHS = "".join(f"<p>{'The board of the harbor voted again. ' * 4}</p>" for _ in range(3))
TEASER = "<article><h2>More news</h2><p>Read on.</p></article>"

FIELDS = "Título: A\nAutor: X\nTexto completo: x\nAño: 2024\n"


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("A text\nof two lines", 1),
        ("Record 1 of 3\nx\nRecord 2 of 3\ny\nRecord 3 of 3\nz", 3),
        ("[1/2]\n1 May 2024\nx\n[2/2]\nSource: A\ny", 2),
        ("1 of 2\nx\n2 of 2\ny", 1),
        ("Page 1 of 2\n1 May 2024\nPage 2 of 2\n2 May 2024", 1),
        (f"{'A report on papers. ' * 5}\nDocument 1 of 2\nx\nDocument 2 of 2", 1),
        ("Title: A\nDate: 1 May\nx\nTitle: B\nDate: 2 May\ny", 2),
        ("Titel: A\nQuelle: X\nx\nTitel: B\nQuelle: X\ny", 2),
        ("Title: A\nx\nTitle: B", 1),
        ("Books\nTitle: A\nAuthor: X\nx\nTitle: B\nAuthor: X\ny", 1),
        ("Date: 1 May\nTitle: A\nSource: X\nx\nDate: 2 May\nTitle: Mayor\ny", 1),
        (f"{'A report on books. ' * 5}\nTitle: A\nDate: 1\nx\nTitle: B\nDate: 2\ny", 1),
        (f"{'_' * 20}\n{FIELDS}{'_' * 20}\n{FIELDS}", 2),
    ],
)
def test_documents_are_counted_by_their_numbers_or_titles(text: str, n: int) -> None:
    assert count_documents(text.splitlines()) == n


def test_elements_of_similar_length_are_articles() -> None:
    first = (
        f"<article><h1>Quay</h1><time datetime='2024-03-05'>5 March</time>{PARAGRAPHS}</article>"
    )
    second = f"<article><h1>Ferry</h1>{PARAGRAPHS}{PARAGRAPHS}</article>"
    articles = read_article_elements(lxml.html.fromstring(f"<main>{first}{second}{TEASER}</main>"))
    assert [(a["title"], str(a["published"])) for a in articles] == [
        ("Quay", "2024-03-05"),
        ("Ferry", "None"),
    ]


def test_an_article_with_teasers_or_parts_is_one() -> None:
    article = (
        f"<article><h1>Quay</h1>{PARAGRAPHS}<article><h2>Box</h2>{PARAGRAPHS}</article></article>"
    )
    assert read_article_elements(lxml.html.fromstring(f"<main>{article}{TEASER}</main>")) == []


def test_pictures_of_a_page_are_no_documents() -> None:
    lines = ["Picture 1 of 2", "x", "Picture 2 of 2"]
    assert count_documents(lines, are_numbers_documents=False) == 1


def test_boxes_beside_an_article_are_no_articles() -> None:
    box = f"<article><h3>Box</h3>{PARAGRAPHS}</article>"
    page = f"<main><article><h1>Quay</h1>{PARAGRAPHS}</article>{box}</main>"
    assert read_article_elements(lxml.html.fromstring(page)) == []
