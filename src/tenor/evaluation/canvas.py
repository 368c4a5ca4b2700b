"""What figures share: a paper of their own, colors that color-blind readers tell apart."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, PAPER, EDGE = "#333333", "#fdfdfb", "#b5b5b0"
"""Ink on paper with an edge, which a light page and a dark one show alike."""

BLUE, SKY, ORANGE = "#0072b2", "#56b4e9", "#d55e00"
PALETTE = (BLUE, ORANGE, "#009e73", "#cc79a7", SKY, "#e69f00")
"""The colors of Okabe and Ito (2008), Color universal design; yellow is too pale on paper."""

DASHES = ("-", "--", "-.")
"""A second way to tell lines apart, once the colors are used up."""

LONGEST = 40
"""Characters of a label that a figure shows."""


def short(label: str) -> str:
    """Return a label, cut where it is too long for a figure."""
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"


def sheet(width: float, height: float) -> Figure:
    """Return an empty figure; width and height in inches."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    return Figure(
        figsize=(width, height), dpi=120, facecolor=PAPER, edgecolor=EDGE, linewidth=2,
        layout=ConstrainedLayoutEngine(w_pad=0.1, h_pad=0.1),
    )  # fmt: skip


def dressed(axes: Axes) -> Axes:
    """Return axes in the style of all figures."""
    axes.set_facecolor(PAPER)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8, colors=INK)
    for axis in (axes.xaxis, axes.yaxis):
        axis.label.set(fontsize=9, color=INK)
    return axes


def figure(width: float, height: float) -> tuple[Figure, Axes]:
    """Return a figure of one plot."""
    empty = sheet(width, height)
    return empty, dressed(empty.add_subplot())


def png(figure: Figure) -> bytes:
    """Return a figure as a PNG."""
    file = io.BytesIO()
    with warnings.catch_warnings():
        # Labels may hold letters that the fonts lack.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure.savefig(file, format="png")
    return file.getvalue()
