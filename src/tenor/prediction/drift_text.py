"""Drift in words: a line for each model, and sentences of what deserves attention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from tenor.evaluation.drift import MAX_MONTHS_LATER, MIN_ARTICLES, Drift
from tenor.output import write_file
from tenor.present import format_percent, format_score, plural

EXTENSIONS = (".html", ".json")
"""The extensions of a file with drift."""

TEMPLATE = Path(__file__).with_name("drift.html.jinja")

MAX_NAMES = 3
"""The labels or outlets that a sentence names."""

MAX_ROWS = 50
"""The new outlets and months that the page lists."""


def drift_line(drift: Drift) -> str:
    """Return the drift of a batch for a model in one line."""
    if not drift.is_comparable:
        return (
            f"not measured: it takes {MIN_ARTICLES} articles and as many held-out ones, and there "
            f"are {drift.n_articles} and {drift.n_held_out}"
        )
    unknown = _share(drift.unknown_share)
    parts = [
        f"{unknown} of terms unknown (held out {_share(drift.held_out_unknown_share)})",
        f"other scores for {_n_of(label.has_other_scores for label in drift.labels)} labels",
        f"other shares for {_n_of(label.has_other_prior for label in drift.labels)}",
    ]
    if drift.expected_precision is not None:
        held_out = drift.held_out_precision
        compared = "" if held_out is None else f" (held out {format_score(held_out, 2)})"
        parts.append(f"expected precision {format_score(drift.expected_precision, 2)}{compared}")
    parts += [
        f"{_share_of(names, drift.n_articles)} from new {what}"
        for what, names in (("outlets", drift.new_outlets), ("months", drift.new_months))
        if names is not None
    ]
    return ", ".join(parts)


def drift_warnings(drift: Drift) -> list[str]:
    """Return a sentence on each sign of drift that is both large and not chance."""
    return list(_warnings(drift)) if drift.is_comparable else []


def drift_values(name: str, drift: Drift) -> dict[str, Any]:
    """Return the drift of a batch for a model as an object of JSON."""
    own = {part.name: getattr(drift, part.name) for part in fields(drift)}
    return {"model": name, **own, "warnings": drift_warnings(drift)}


def write_drift(drifts: Mapping[str, Drift], path: Path, *, force: bool = False) -> None:
    """Write the drift of a batch as an HTML page or as JSON, by the extension of the file.

    Parameters
    ----------
    drifts
        The drift by the name of the model.
    path
        The file.
    force
        Replace an existing file.
    """
    if path.suffix == ".json":
        from tenor.present.json_values import to_json

        values = [drift_values(name, drift) for name, drift in drifts.items()]
        text = to_json({"drift": values}) + "\n"
    else:
        from tenor.present.pages import render_page

        models = [
            (name, drift, drift_line(drift), drift_warnings(drift))
            for name, drift in drifts.items()
        ]
        text = render_page(TEMPLATE, name="Drift", models=models, max_rows=MAX_ROWS)
    write_file(path, text.encode("utf-8", "replace"), replace=force)


def _warnings(drift: Drift) -> Iterator[str]:
    if drift.has_more_unknown_terms:
        yield (
            f"{_share(drift.unknown_share)} of the terms are unknown to the model, and "
            f"{_share(drift.held_out_unknown_share)} of those of held-out articles"
        )
    if moved := [label.label for label in drift.labels if label.has_other_scores]:
        yield (
            f"scores are not like those of held-out articles for {_listed(moved)}; code some of "
            "these articles before you rely on their labels"
        )
    if changes := [
        f"{label.label} ({_share(label.prior)} in training, {_share(label.batch_prior)} here)"
        for label in drift.labels
        if label.has_other_prior
    ]:
        yield (
            f"labels that are probably more or less frequent than in training: {_listed(changes)}; "
            "their probabilities and thresholds are made for the shares in training"
        )
    if drift.has_less_precision:
        own, held_out = drift.expected_precision or 0.0, drift.held_out_precision or 0.0
        yield (
            f"the expected precision of the given labels is {format_score(own, 2)}, and was "
            f"{format_score(held_out, 2)} on held-out articles"
        )
    if drift.has_new_outlets:
        new = drift.new_outlets or {}
        yield (
            f"{_share_of(new, drift.n_articles)} of the articles are from outlets without training "
            f"articles: {_listed(list(new))}"
        )
    if drift.is_late:
        yield (
            f"{format_percent(drift.n_late / drift.n_articles)} of the articles are from more than "
            f"{MAX_MONTHS_LATER} months after the last training article"
        )


def _listed(names: Sequence[str]) -> str:
    n_others = len(names) - MAX_NAMES
    more = f" and {plural(n_others, 'other')}" if n_others > 0 else ""
    return ", ".join(names[:MAX_NAMES]) + more


def _n_of(flags: Iterable[bool]) -> str:
    values = list(flags)
    return f"{sum(values)} of {len(values)}"


def _share(share: float | None) -> str:
    return format_percent(share, 1)


def _share_of(names: Mapping[str, int], n_articles: int) -> str:
    return format_percent(sum(names.values()) / n_articles)
