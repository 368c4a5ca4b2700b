"""What the MLflow run of a training holds."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.corpus import Corpus
from tenor.evaluation.reliability import Cut
from tenor.models import Model, save_bundle
from tenor.progress import working
from tenor.tracking import Run
from tenor.workflow.agreement import LabelAgreement, warnings
from tenor.workflow.card import description, model_card, note
from tenor.workflow.report import report
from tenor.workflow.run_figures import pictures
from tenor.workflow.run_params import run_params
from tenor.workflow.searches import NOT_TRIED, left_over, search_table
from tenor.workflow.spec_text import spec_text

if TYPE_CHECKING:
    import pandas as pd

    from tenor.workflow.diagnosis import Diagnosis
    from tenor.workflow.results import Predicted
    from tenor.workflow.training import Trained

FEW_LABELS = 12
"""Up to this many labels, F1 and alpha of each are metrics of the run; the tables have all."""
TOP_TERMS = 25


def log_trained(run: Run, trained: Trained, corpus: Corpus) -> str:
    """Log scores, figures, tables and the bundle of a training; returns the model's version."""
    run.metrics(_metrics(trained))
    run.dataset(corpus.path.name, corpus.fingerprint, str(corpus.path), "training")
    run.table(_results_table(trained), "results")
    run.table(_label_table(trained), "labels")
    run.table(_top_terms(trained.model), "top_terms")
    run.table(_prediction_table(trained.predicted), "predictions")
    if trained.agreement:
        _log_agreement(run, trained.agreement)
    _log_diagnosis(run, trained.diagnosis)
    _log_searches(run, trained)
    _log_report(run, trained, corpus)
    with tempfile.TemporaryDirectory() as folder, working("registering the model"):
        bundle = Path(folder) / "bundle"
        save_bundle(trained.model, bundle, corpus.codebook_text)
        return run.model(trained.model, bundle, description(trained, corpus, run.run_id))


def _log_report(run: Run, trained: Trained, corpus: Corpus) -> None:
    with working("drawing figures"):
        figures = pictures(trained)
    files = {f"figures/{figure.name}.png": figure.data for figure in figures}
    texts = {
        "report.html": report(trained, corpus, run.run_id, figures),
        "model_card.md": model_card(trained, corpus, run.run_id),
        "spec.toml": spec_text(trained.spec),
    }
    run.files(files | {name: text.encode("utf-8", "replace") for name, text in texts.items()})
    run.note(note(trained))


def _log_searches(run: Run, trained: Trained) -> None:
    if not trained.searches:
        return
    run.params(run_params(trained.spec, only=trained.searches[-1].search.best.settings))
    run.table(search_table(trained.searches), "search")
    if left := left_over(trained.searches):
        run.tags({NOT_TRIED: str(left)})


def _log_agreement(run: Run, agreement: Sequence[LabelAgreement]) -> None:
    from tenor.workflow.agreement_files import agreement_table

    run.table(agreement_table(agreement), "agreement")
    if found := warnings(agreement):
        run.tags({"warnings": "; ".join(found)})


def _metrics(trained: Trained) -> dict[str, float]:
    first, *baselines = trained.rows
    values = dict(first.scores.metrics)
    for name in first.scores.metrics:
        values[f"{name}_low"], values[f"{name}_high"] = first.intervals[name]
    for row in baselines:
        values[f"{'_'.join(re.findall('[a-z]+', row.name))}_macro_f1"] = row.scores.macro_f1
        if row.name == "rules":
            values["rules_coverage"] = row.coverage
    others = {
        "calibration_error": trained.diagnosis.reliability.error,
        "answered": first.coverage,
    }
    values |= {name: value for name, value in others.items() if value is not None}
    values |= first.scores.average_precisions
    few = len(first.scores.per_label) <= FEW_LABELS
    if few:
        values |= {f"f1_{label.label}": label.f1 for label in first.scores.per_label}
    for found in trained.agreement if few else trained.agreement[:1]:
        if found.agreement.alpha is not None:
            values[f"alpha_{found.label}" if found.label else "alpha"] = found.agreement.alpha
    values |= {f"{name}_spread": value for name, value in trained.findings.spread.items()}
    return values | {
        "n_train": trained.n_train,
        "n_train_gold": trained.n_gold,
        "n_self_trained": trained.n_self_trained,
        "n_test": first.scores.n_articles,
        "n_left_out": trained.left_out,
        "seconds": trained.seconds,
    }


def _results_table(trained: Trained) -> pd.DataFrame:
    import pandas as pd

    rows = []
    for row in trained.rows:
        entry: dict[str, Any] = {
            "what": row.name, "coverage": row.coverage, "articles": row.scores.n_articles,
        }  # fmt: skip
        for name, value in row.scores.metrics.items():
            entry |= {name: value, f"{name}_low": row.intervals[name].low}
            entry |= {f"{name}_high": row.intervals[name].high}
        rows.append(entry)
    return pd.DataFrame(rows)


def _label_table(trained: Trained) -> pd.DataFrame:
    import pandas as pd

    first = trained.rows[0]
    rows = []
    for row in first.scores.per_label:
        low, high = first.intervals[f"f1:{row.label}"]
        rows.append(asdict(row) | {"f1_low": low, "f1_high": high})
    return pd.DataFrame(rows)


def _log_diagnosis(run: Run, diagnosis: Diagnosis) -> None:
    import pandas as pd

    slices = []
    for part in diagnosis.slices:
        low, high = part.interval or (None, None)
        entry = {"by": part.by, "value": part.value, "articles": part.n, "micro_f1": part.micro_f1}
        slices.append(entry | {"micro_f1_low": low, "micro_f1_high": high,
                               "macro_f1": part.macro_f1})  # fmt: skip
    if slices:
        run.table(pd.DataFrame(slices), "slices")
    bins = pd.DataFrame(diagnosis.reliability.bins, columns=["confidence", "accuracy", "articles"])
    run.table(bins, "reliability")
    run.table(pd.DataFrame(diagnosis.cuts, columns=Cut._fields), "abstaining")


def _top_terms(model: Model) -> pd.DataFrame:
    import pandas as pd

    rows = [
        {"label": label, "rank": rank, "field": field, "term": term, "weight": weight}
        for label, found in model.top_terms(TOP_TERMS).items()
        for rank, (field, term, weight) in enumerate(found, start=1)
    ]
    return pd.DataFrame(rows)


def _prediction_table(predicted: Predicted) -> pd.DataFrame:
    import pandas as pd

    labels = np.array(predicted.labels)
    return pd.DataFrame(
        {
            "article_id": predicted.article_ids,
            "duplicate_group": predicted.groups,
            "true": ["; ".join(labels[row.astype(bool)]) for row in predicted.truth],
            "given": ["; ".join(labels[row]) for row in predicted.given],
            "highest": labels[predicted.probabilities.argmax(axis=1)],
            "probability": predicted.probabilities.max(axis=1).round(4),
        }
    )
