"""The style that figures share."""

from __future__ import annotations

import pytest

from tenor.evaluation.figure_style import (
    EDGE,
    MAX_LABEL_LENGTH,
    PAPER,
    new_plot,
    set_title,
    shorten_label,
    to_png,
)


@pytest.mark.parametrize("label", ["", "economy", "x" * MAX_LABEL_LENGTH])
def test_a_short_label_is_not_changed(label: str) -> None:
    assert shorten_label(label) == label


def test_a_long_label_is_truncated_with_an_ellipsis() -> None:
    assert shorten_label("x" * 41) == "x" * 39 + "…"


def test_a_figure_has_an_opaque_background_and_a_border() -> None:
    """Figures are readable on dark and light pages."""
    from matplotlib.colors import to_hex

    figure, axes = new_plot(3, 2)
    assert to_hex(figure.get_facecolor()) == to_hex(axes.get_facecolor()) == PAPER
    assert to_hex(figure.get_edgecolor()) == EDGE


def test_characters_without_a_glyph_do_not_warn() -> None:
    """A warning fails a test."""
    figure, axes = new_plot(3, 2)
    set_title(axes, "\U000107f0 from $5 to {$10")
    assert to_png(figure).startswith(b"\x89PNG\r\n\x1a\n")
