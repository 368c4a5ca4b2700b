"""HTML pages in one file."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from tenor.present.pages import render_page

PAGE = '{% extends "page.html.jinja" %}{% block body %}<p>{{ VALUE }}</p>{% endblock %}'


def render(folder: Path, value: str, name: str = "own.html.jinja", **content: object) -> str:
    template = folder / name
    template.write_text(PAGE.replace("VALUE", value), encoding="utf-8")
    return render_page(template, name="Report", **content)


def shown(folder: Path, value: str, **content: object) -> str:
    """Return what a page shows for an expression of its template."""
    match = re.search("<p>(.*)</p>", render(folder, value, **content))
    assert match is not None
    return match[1]


def test_values_are_escaped(tmp_path: Path) -> None:
    assert shown(tmp_path, "text", text="<b>&") == "&lt;b&gt;&amp;"


def test_values_of_a_template_that_is_not_html_are_not_escaped(tmp_path: Path) -> None:
    template = tmp_path / "own.md.jinja"
    template.write_text("{{ text }}", encoding="utf-8")
    assert render_page(template, text="a < b") == "a < b"


def test_a_variable_without_a_value_raises_an_error(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError, match="'text' is undefined"):
        render(tmp_path, "text")


def test_a_browser_may_load_nothing_but_the_style_of_the_page(tmp_path: Path) -> None:
    """The policy allows the one style by its hash."""
    page = render(tmp_path, "name")
    assert "default-src 'none'" in page
    assert not re.search("<script|<link|<iframe|src=|href=", page)
    [style] = re.findall("(?s)<style>(.*?)</style>", page)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page
    assert "<title>Report: report</title>" in page


@pytest.mark.parametrize(
    ("expression", "value", "expected"),
    [
        ("x | score", 0.8136, "0.81"),
        ("x | percent", 0.083, "8%"),
        ("x | percent(1)", 0.083, "8.3%"),
        ("x | count", 28507, "28,507"),
        ("x | interval", (0.74, 0.88), "[.74, .88]"),
        ("x | interval", None, ""),
        ("x | confidence", 0.5, "50%"),
        ("x | confidence", 0.99, "99%"),
        ("x | confidence", 0.9999, "over 99%"),
        ("x | one_line", "a\n b\x1b", "a b\N{REPLACEMENT CHARACTER}"),
        ("x | code", "a", "`a`"),
        ("x | markdown", "*a*", r"\*a\*"),
    ],
)
def test_values_are_formatted_by_filters(
    tmp_path: Path, expression: str, value: object, expected: str
) -> None:
    assert shown(tmp_path, expression, x=value) == expected


def test_templates_of_further_folders_can_be_imported(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "parts.jinja").write_text("{% macro bold(x) %}<b>{{ x }}</b>{% endmacro %}")
    template = tmp_path / "own.html.jinja"
    template.write_text('{% from "parts.jinja" import bold %}{{ bold(text) }}', encoding="utf-8")
    assert render_page(template, folders=[other], text="a").endswith("<b>a</b>")
