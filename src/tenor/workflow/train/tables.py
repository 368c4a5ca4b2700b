"""The tables of a training that its MLflow run shows."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.corpus import Corpus
from tenor.evaluation.reliability import CoveragePoint
from tenor.models import Model
from tenor.workflow.agreement.files import agreement_table
from tenor.workflow.fit.scoring import HeldOutPredictions, ResultRow
from tenor.workflow.fit.search import search_table
from tenor.workflow.train.diagnosis import Diagnosis
from tenor.workflow.train.result import TrainingResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

NO_INTERVAL = (None, None)
"""The bounds of a score without an interval: empty cells."""

N_TOP_TERMS = 25
"""The number of terms of each label in the table of terms."""


def training_tables(result: TrainingResult, corpus: Corpus) -> dict[str, pd.DataFrame]:
    """Return the tables of a training by their names; those without rows are left out.

    Parameters
    ----------
    result
        The training.
    corpus
        Its corpus.
    """
    import pandas as pd

    diagnosis = result.diagnosis
    tables = {
        "results": _results(result.rows),
        "labels": _labels(result.rows[0]),
        "top_terms": _top_terms(result.model),
        "predictions": _predictions(result.predictions, corpus),
        "training_articles": pd.DataFrame(
            {
                "article_id": corpus.article_ids[result.training_rows],
                "is_gold": result.is_gold,
            }
        ),
        "slices": _slices(diagnosis),
        "agreement": agreement_table(result.agreement),
        "search": search_table(result.searches),
        "reliability": pd.DataFrame(
            diagnosis.reliability.bins, columns=["confidence", "accuracy", "articles"]
        ),
        "coverage": pd.DataFrame(diagnosis.coverage_curve, columns=CoveragePoint._fields),
        "promise": pd.DataFrame(result.promise_rows),
    }
    optional = ("slices", "agreement", "search", "promise")
    return {name: table for name, table in tables.items() if len(table) or name not in optional}


def _results(rows: Sequence[ResultRow]) -> pd.DataFrame:
    import pandas as pd

    entries = []
    for row in rows:
        entry: dict[str, Any] = {
            "name": row.name,
            "coverage": row.coverage,
            "articles": row.scores.n_articles,
        }
        for name, value in row.scores.metrics.items():
            low, high = row.intervals[name] or NO_INTERVAL
            entry |= {name: value, f"{name}_low": low, f"{name}_high": high}
        entries.append(entry)
    return pd.DataFrame(entries)


def _labels(row: ResultRow) -> pd.DataFrame:
    import pandas as pd

    entries = []
    for scores in row.scores.per_label:
        low, high = row.intervals[f"f1:{scores.label}"] or NO_INTERVAL
        entry = asdict(scores) | {"f1_low": low, "f1_high": high}
        entry |= {"right": scores.n_right, "missed": scores.n_missed, "wrong": scores.n_wrong}
        del entry["n_predicted"]
        entries.append(entry)
    return pd.DataFrame(entries)


def _top_terms(model: Model) -> pd.DataFrame:
    import pandas as pd

    entries = [
        {"label": label, "rank": rank, "field": field, "term": term, "weight": weight}
        for label, terms in model.top_terms(N_TOP_TERMS).items()
        for rank, (field, term, weight) in enumerate(terms, start=1)
    ]
    return pd.DataFrame(entries)


def _predictions(predictions: HeldOutPredictions, corpus: Corpus) -> pd.DataFrame:
    import pandas as pd

    articles = corpus.articles.iloc[predictions.rows]

    labels = np.array(predictions.labels)
    probabilities = predictions.probabilities
    return pd.DataFrame(
        {
            "article_id": predictions.article_ids,
            "title": articles["title"].to_numpy(),
            "outlet": articles["outlet"].to_numpy(),
            "duplicate_group": predictions.groups,
            "true_labels": ["; ".join(labels[row.astype(bool)]) for row in predictions.y_true],
            "predicted_labels": ["; ".join(labels[row]) for row in predictions.y_pred],
            "unknown_labels": ["; ".join(labels[~row]) for row in predictions.is_known],
            "top_label": labels[probabilities.argmax(axis=1)],
            "probability": probabilities.max(axis=1).round(4),
        }
    )


def _slices(diagnosis: Diagnosis) -> pd.DataFrame:
    import pandas as pd

    entries = []
    for row in diagnosis.slices:
        low, high = row.interval or NO_INTERVAL
        entries.append(
            {
                "by": row.by,
                "value": row.value,
                "articles": row.n_articles,
                "micro_f1": row.micro_f1,
                "micro_f1_low": low,
                "micro_f1_high": high,
                "macro_f1": row.macro_f1,
            }
        )
    return pd.DataFrame(entries)
