"""Coded units for tests."""

from __future__ import annotations

import numpy as np

from tenor.evaluation.shares.hajek import CodedUnits


def units_of(
    y_true: list[int] | np.ndarray,
    pi: float | np.ndarray = 0.1,
    size: float | np.ndarray = 1.0,
    strata: np.ndarray | None = None,
) -> CodedUnits:
    """Return coded units; probabilities and sizes can be the same for all."""
    m = len(y_true)
    codes = np.zeros(m, dtype=np.intp) if strata is None else strata
    return CodedUnits(
        np.asarray(y_true, dtype=float),
        np.broadcast_to(np.asarray(size, dtype=float), m).copy(),
        np.broadcast_to(np.asarray(pi, dtype=float), m).copy(),
        codes,
        np.bincount(codes, minlength=1)[codes] if m else codes,
    )
