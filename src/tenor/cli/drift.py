"""The lines on the drift of labelled articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from tenor.cli.report import print_note

if TYPE_CHECKING:
    from tenor.evaluation.drift import Drift


def print_drift(models: Iterable[str], drifts: Mapping[str, Drift]) -> None:
    """Print a line on the drift for each model, by its name, and its warnings."""
    from tenor.prediction.drift_text import drift_line, drift_warnings

    for name in models:
        drift = drifts.get(name)
        line = drift_line(drift) if drift else "not measured: its training did not record it"
        print_note(f"drift, {name}: {line}")
        for warning in drift_warnings(drift) if drift else ():
            print_note(f"  warning: {warning}")
