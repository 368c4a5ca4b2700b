"""Figures as SVG elements of a page."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from tenor.evaluation.figure_style import EDGE, FOR, GIVEN, INK, new_plot, set_title
from tenor.evaluation.figure_svg import to_svg, to_svg_file


@pytest.fixture
def svg() -> str:
    figure, axes = new_plot(4, 3)
    axes.plot([0, 1], [0, 1], "-o", color=GIVEN)
    axes.barh([0], [1], color=FOR, alpha=0.5)
    axes.text(0, 0, "</svg><script>alert(1)</script> & co", color=INK)
    set_title(axes, "a title")
    return to_svg(figure, "first", 'the "score"')


def test_it_is_one_element_with_a_description_and_no_size_but_its_width(svg: str) -> None:
    root = ET.fromstring(svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("aria-label") == 'the "score"'
    assert root.get("viewBox") == "0 0 288 216"
    assert (root.get("width"), root.get("height")) == ("360", None)


def test_texts_are_escaped_texts(svg: str) -> None:
    texts = ["".join(e.itertext()) for e in ET.fromstring(svg).iter() if e.tag.endswith("}text")]
    assert "a title" in texts
    assert "</svg><script>alert(1)</script> & co" in texts
    assert "<script" not in svg


def test_colors_are_classes_and_no_style_remains(svg: str) -> None:
    """The pages' content security policy allows no style attribute."""
    root = ET.fromstring(svg)
    assert all("style" not in element.attrib for element in root.iter())
    assert not [e for e in root.iter() if e.tag.endswith(("}style", "}metadata", "}image"))]
    classes = {name for e in root.iter() for name in e.get("class", "").split()}
    assert {"stroke-given", "fill-given", "fill-for", "fill-ink", "stroke-ink"} <= classes
    assert not re.findall(f"{GIVEN}|{FOR}|{INK}|{EDGE}|#000000", svg)
    assert 'opacity="0.5"' in svg


def test_ids_are_referenced_and_begin_with_the_name_of_the_figure(svg: str) -> None:
    root = ET.fromstring(svg)
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    references = re.findall(r'(?:href="|url\()#([^")]+)', svg)
    assert len(ids) == len(set(ids))
    assert set(references) == set(ids)
    assert all(name is not None and name.startswith("first-") for name in ids)


def test_the_same_figure_is_drawn_the_same() -> None:
    drawn = []
    for _ in range(2):
        figure, axes = new_plot(2, 2)
        axes.plot([0, 1], [1, 0], "o")
        drawn.append(to_svg(figure, "x", "y"))
    assert drawn[0] == drawn[1]


def test_a_file_has_the_style_of_the_pages_for_light_and_dark() -> None:
    figure, axes = new_plot(4, 3)
    axes.plot([0, 1], [0, 1], "-o", color=GIVEN)
    content = to_svg_file(figure, "a & b")
    root = ET.fromstring(content)
    style, paper = root[0], root[1]
    assert style.tag.endswith("}style")
    assert "prefers-color-scheme: dark" in (style.text or "")
    assert ".stroke-given" in (style.text or "")
    assert paper.get("class") == "fill-paper"
    assert root.get("aria-label") == "a & b"
    assert b"<script" not in content
