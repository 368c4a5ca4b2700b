"""Fitting one part of a leak table, once: what an interrupted evaluation has fitted counts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor import tracking
from tenor.errors import StoreError
from tenor.evaluation import score
from tenor.models import Experiment
from tenor.models.fitting import fit_model
from tenor.workflow.held_out import Part
from tenor.workflow.probe import TOP_TERMS, TopTerms
from tenor.workflow.results import predict_rows
from tenor.workflow.searches import Searches, left_over

if TYPE_CHECKING:
    from numpy.typing import NDArray

PART, SCORED = "leak_part", "scored.json"
"""The tag of a nested run that tells its fit, and the file that holds what it gave."""


@dataclass(frozen=True)
class Scored:
    """What a fit gave the articles that score.

    Attributes
    ----------
    given, baseline
        The labels of the model and of the majority, 0/1, shape (n, n_labels).
    top_terms
        The terms that speak most for each label.
    not_tried
        How many settings the search of the spec had no time for.
    """

    given: NDArray[np.bool_]
    baseline: NDArray[np.bool_]
    top_terms: TopTerms
    not_tried: int = 0


def fit(spec: Experiment, part: Part, run: tracking.Run | None = None) -> Scored:
    """Fit a part as training would, tuned inside its training answers, and label the rest."""
    spec = spec.tuned_by(part.keep_whole)
    searches = Searches(spec, part.key, 1, run)
    model = fit_model(searches.best(part.train), part.train, {})
    predicted = predict_rows(model, part.train, part.truth, part.articles)
    top_terms = model.top_terms(TOP_TERMS)
    return Scored(predicted.given, predicted.baseline, top_terms, left_over(searches.made))


def fit_once(spec: Experiment, run: tracking.Run, done: dict[str, str], part: Part) -> Scored:
    """Fit in a nested run, or take up what an interrupted evaluation has fitted."""
    taken = _taken_up(done[part.key], part) if part.key in done else None
    with run.part(part.name, {PART: part.key, "split": part.kind}) as nested:
        found = taken or fit(spec, part, nested)
        truth, one_label = part.truth, part.train.rule == "one"
        scores = score(truth.matrix, found.given, truth.labels, one_label=one_label)
        sizes = {"n_train": len(part.train.answers), "n_test": len(truth)}
        nested.metrics(scores.metrics | sizes)
        kept: dict[str, Any] = {
            "given": [np.flatnonzero(given).tolist() for given in found.given],
            "baseline": [np.flatnonzero(given).tolist() for given in found.baseline],
            "top_terms": found.top_terms,
            "not_tried": found.not_tried,
        }
        nested.text(json.dumps(kept, ensure_ascii=False), SCORED)
    return found


def _taken_up(run_id: str, part: Part) -> Scored | None:
    shape = part.truth.matrix.shape
    try:
        kept = json.loads(tracking.read_text(run_id, SCORED))
        matrices = [_matrix(kept[name], shape) for name in ("given", "baseline")]
        not_tried = int(kept["not_tried"])
        terms = {
            str(label): [(str(field), str(term), float(weight)) for field, term, weight in terms]
            for label, terms in kept["top_terms"].items()
        }
    except (StoreError, ValueError, KeyError, TypeError, IndexError):
        return None  # What cannot be read is fitted again.
    return Scored(matrices[0], matrices[1], terms, not_tried)


def _matrix(rows: list[list[int]], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    if len(rows) != shape[0]:
        raise ValueError("another number of articles")
    matrix = np.zeros(shape, dtype=bool)
    for i, columns in enumerate(rows):
        matrix[i, columns] = True
    return matrix
