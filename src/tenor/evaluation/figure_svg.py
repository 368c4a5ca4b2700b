"""Figures as SVG: a style sheet gives them their colors, light or dark.

It is that of the HTML page that a figure is in, or the same in a file of its own.
"""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tenor.evaluation.figure_style import COLOR_NAMES
from tenor.present.pages import page_style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SVG = "http://www.w3.org/2000/svg"
HREF = "{http://www.w3.org/1999/xlink}href"

SCALE = 1.25
"""The pixels of a page that a point of a figure takes where there is space."""

ATTRIBUTES = frozenset(
    {
        "fill",
        "fill-opacity",
        "font-size",
        "opacity",
        "stroke",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-opacity",
        "stroke-width",
        "text-anchor",
    }
)
"""The properties of a style that are kept, as attributes: the pages allow no style attribute."""

_FONT_SIZE = re.compile(r"([0-9.]+)px")
_REFERENCE = re.compile(r"url\(#(.+)\)")


def to_svg(figure: Figure, name: str, description: str) -> str:
    """Return a figure as an SVG element, in which text is text.

    The colors of `tenor.evaluation.figure_style` become classes, ``fill-NAME`` and
    ``stroke-NAME``.

    Parameters
    ----------
    figure
        The figure.
    name
        A name that no other figure of the page has, which begins the ids of elements.
    description
        What a screen reader reads.
    """
    import matplotlib

    file = io.BytesIO()
    metadata = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with (
        matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "tenor"}),
        warnings.catch_warnings(),
    ):
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure.savefig(file, format="svg", transparent=True, metadata=metadata)
    root = ET.fromstring(file.getvalue())
    _clean(root, name, _referenced_ids(root))
    width = float(root.get("viewBox", "0 0 0 0").split()[2])
    root.attrib = {
        "viewBox": root.get("viewBox", ""),
        "width": f"{width * SCALE:.0f}",
        "class": "plot",
        "role": "img",
        "aria-label": description,
    }
    ET.register_namespace("", SVG)
    return ET.tostring(root, encoding="unicode")


def to_svg_file(figure: Figure, description: str) -> bytes:
    """Return a figure as the content of an SVG file, light or dark as its viewer is.

    Parameters
    ----------
    figure
        The figure.
    description
        What a screen reader reads.
    """
    root = ET.fromstring(to_svg(figure, "figure", description))
    style = ET.Element(f"{{{SVG}}}style")
    # A page has a font that its figures inherit.
    style.text = f"{page_style()}svg.plot {{ font-family: system-ui, sans-serif; }}\n"
    paper = ET.Element(f"{{{SVG}}}rect", {"width": "100%", "height": "100%", "class": "fill-paper"})
    root[:0] = [style, paper]
    ET.register_namespace("", SVG)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _referenced_ids(root: ET.Element) -> set[str]:
    ids = {element.get(HREF, "").removeprefix("#") for element in root.iter()}
    return ids | {
        match[1]
        for element in root.iter()
        if (match := _REFERENCE.fullmatch(element.get("clip-path", "")))
    }


def _clean(element: ET.Element, name: str, ids: set[str]) -> None:
    """Replace the styles of an element and of those in it, and make their ids unique."""
    for child in list(element):
        if child.tag in (f"{{{SVG}}}metadata", f"{{{SVG}}}style"):
            element.remove(child)
        else:
            _clean(child, name, ids)
    classes = []
    for key, value in _declarations(element.attrib.pop("style", "")):
        color = COLOR_NAMES.get(value.lower()) if key in ("fill", "stroke") else None
        if color:
            classes.append(f"{key}-{color}")
        elif key in ATTRIBUTES:
            element.set(key, value)
    if classes:
        element.set("class", " ".join(classes))
    if (own := element.attrib.pop("id", None)) in ids:
        element.set("id", f"{name}-{own}")
    if reference := element.attrib.pop(HREF, ""):
        element.set("href", f"#{name}-{reference.removeprefix('#')}")
    if match := _REFERENCE.fullmatch(element.get("clip-path", "")):
        element.set("clip-path", f"url(#{name}-{match[1]})")


def _declarations(style: str) -> list[tuple[str, str]]:
    pairs = []
    for declaration in style.split(";"):
        key, colon, value = declaration.partition(":")
        if not colon:
            continue
        key, value = key.strip(), value.strip()
        if key == "font" and (match := _FONT_SIZE.search(value)):
            key, value = "font-size", match[1]
        pairs.append((key, value.removesuffix("px") if key == "font-size" else value))
    return pairs
