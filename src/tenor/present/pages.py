"""Pages from Jinja templates; an HTML page is one file, without scripts and links to files."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from tenor.present import plural
from tenor.present.numbers import (
    format_count,
    format_interval,
    format_percent,
    format_score,
    format_signed,
)
from tenor.present.text import escape_markdown, inline_code, printable, shorten

FOLDER = Path(__file__).parent
STYLE = "style.css"
HIGH_CONFIDENCE = 0.99
"""Higher probabilities are shown as "over 99%"."""


def page_style() -> str:
    """Return the style sheet of all pages, whose colors are light or dark as the viewer's."""
    return (FOLDER / STYLE).read_text(encoding="utf-8")


def render_page(template: Path, *, folders: Sequence[Path] = (), **content: object) -> str:
    """Return the page of a Jinja template, which may extend ``page.html.jinja`` of this folder.

    Values are escaped if the name of the template contains ``.html``. The content security
    policy of ``page.html.jinja`` forbids a browser to load or run anything.

    Parameters
    ----------
    template
        The file of the template, which can import other templates of its folder.
    folders
        Further folders with templates to import.
    content
        The variables of the template.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    style = page_style()
    environment = Environment(
        loader=FileSystemLoader([template.parent, *folders, FOLDER]),
        autoescape=".html" in template.suffixes,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "code": inline_code,
        "confidence": _confidence,
        "count": format_count,
        "interval": format_interval,
        "markdown": escape_markdown,
        "one_line": lambda text: printable(" ".join(text.split())),
        "percent": format_percent,
        "plural": plural,
        "shorten": shorten,
        "score": lambda value: format_score(value, 2),
        "signed": lambda value: format_signed(value, 2),
    }
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template(template.name).render(
        style=style, style_hash=digest, version=version("tenor"), **content
    )


def _confidence(probability: float) -> str:
    return "over 99%" if probability > HIGH_CONFIDENCE else format_percent(probability)
