"""Pages of HTML that need nothing else: what all reports share."""

from __future__ import annotations

import base64
import hashlib
from importlib.metadata import version
from pathlib import Path

from tenor.evaluation import Interval

HERE = Path(__file__).parent


def render(template: str, **content: object) -> str:
    """Return a page made of a template of this folder.

    Everything is inside: figures, style, no script. What comes from articles,
    codebook and spec is escaped, and the page's own policy lets a browser load
    nothing and run nothing.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    style = (HERE / "report.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        "f2": _f2,
        "interval": _interval,
        "share": _share,
        "sure": _sure,
        "n": _n,
        "embedded": _embedded,
    }
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template(template).render(
        style=style, style_hash=digest, version=version("tenor"), **content
    )


def _embedded(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def _f2(value: float) -> str:
    return f"{value:.2f}"


def _interval(interval: Interval | None) -> str:
    return f"[{interval.low:.2f}, {interval.high:.2f}]" if interval else ""


def _share(value: float) -> str:
    return f"{value:.0%}"


def _sure(value: float) -> str:
    return "over 99%" if value > 0.99 else _share(value)


def _n(value: float) -> str:
    return f"{value:,.0f}"
