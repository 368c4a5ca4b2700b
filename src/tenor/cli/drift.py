"""The lines on the drift of labelled articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from tenor.cli.report import print_note

if TYPE_CHECKING:
    from tenor.evaluation.drift import Drift


def print_drift(models: Iterable[str], drifts: Mapping[str, Drift]) -> None:
    """Print a line on the drift for each model, by its name, and its warnings.

    Models with too few articles to compare share a line.
    """
    from tenor.evaluation.drift import MIN_ARTICLES
    from tenor.prediction.drift_text import drift_line, drift_warnings

    too_few = []
    for name in models:
        drift = drifts.get(name)
        if drift and not drift.is_comparable:
            too_few.append(name)
            continue
        line = drift_line(drift) if drift else "not measured: its training did not record it"
        print_note(f"drift, {name}: {line}")
        for warning in drift_warnings(drift) if drift else ():
            print_note(f"  warning: {warning}")
    if too_few:
        print_note(
            f"drift, {', '.join(too_few)}: not measured, since it takes {MIN_ARTICLES} articles "
            "that the model labels and as many held-out ones"
        )
