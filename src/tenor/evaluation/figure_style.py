"""The style that all figures share: background, colors, fonts, export as PNG."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from tenor.present import shorten

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, PAPER, EDGE = "#333333", "#fdfdfb", "#b5b5b0"
"""Colors of text, background and border; the background is opaque for dark pages."""

GIVEN, TRUE, FOR, AGAINST = "#7a3e9d", "#00795c", "#0072b2", "#b34700"
"""Colors that mean one thing in all figures and reports: what a model gives, what people give,
what speaks for a label, and what speaks against it."""

PALETTE = ("#56b4e9", "#e69f00", "#8c6d46")
"""Colors that distinguish labels, and mean nothing else."""

COLOR_NAMES = {
    INK: "ink",
    "#000000": "ink",
    PAPER: "paper",
    EDGE: "none",
    GIVEN: "given",
    TRUE: "true",
    FOR: "for",
    AGAINST: "against",
    **{color: f"label{i}" for i, color in enumerate(PALETTE, start=1)},
}
"""The names of the colors in the style sheet of pages."""

DASHES = ("-", "--", "-.")
"""Line styles that distinguish lines of the same color."""

MAX_LABEL_LENGTH = 40
"""Characters of a label that a figure shows."""

TITLE_SIZE, TEXT_SIZE = 10, 9
"""Font sizes in points."""


def shorten_label(label: str) -> str:
    """Return a label, truncated with an ellipsis if it is too long for a figure."""
    return shorten(label, MAX_LABEL_LENGTH)


def hidden_labels_note(n_shown: int, n_labels: int) -> str:
    """Return the end of a title that gives the number of labels; empty if all are shown.

    Examples
    --------
    >>> hidden_labels_note(8, 9), hidden_labels_note(9, 9)
    ('; the 8 most frequent of 9 labels', '')
    """
    return f"; the {n_shown} most frequent of {n_labels} labels" if n_shown < n_labels else ""


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure; width and height are in inches."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    return Figure(
        figsize=(width, height),
        dpi=120,
        facecolor=PAPER,
        edgecolor=EDGE,
        linewidth=2,
        layout=ConstrainedLayoutEngine(w_pad=0.1, h_pad=0.1),
    )


def style_axes(axes: Axes) -> Axes:
    """Apply the common style to axes, and return them."""
    axes.set_facecolor(PAPER)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=TEXT_SIZE, colors=INK)
    for axis in (axes.xaxis, axes.yaxis):
        axis.label.set(fontsize=9, color=INK)
    return axes


def new_plot(width: float, height: float) -> tuple[Figure, Axes]:
    """Return a figure with one plot; width and height are in inches."""
    figure = new_figure(width, height)
    return figure, style_axes(figure.add_subplot())


def set_title(axes: Axes, title: str, *, pad: float | None = None) -> None:
    """Set the title of a plot without math mode for ``$``; ``pad`` is in points."""
    axes.set_title(title, fontsize=TITLE_SIZE, pad=pad, parse_math=False)


def to_png(figure: Figure) -> bytes:
    """Return a figure as a PNG file's bytes."""
    file = io.BytesIO()
    with warnings.catch_warnings():
        # Labels may hold characters that no installed font has.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure.savefig(file, format="png")
    return file.getvalue()
