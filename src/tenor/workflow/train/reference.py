"""What later batches are compared with, from the held-out articles of a training."""

from __future__ import annotations

import numpy as np

from tenor.corpus import Corpus
from tenor.evaluation.batch_counts import BatchCounts, histograms
from tenor.evaluation.drift_reference import DriftReference
from tenor.models import LinearModel
from tenor.models.training_set import TrainingSet
from tenor.workflow.fit.scoring import HeldOutPredictions


def drift_reference(
    model: LinearModel, predictions: HeldOutPredictions, corpus: Corpus, training: TrainingSet
) -> DriftReference:
    """Return what the drift of later batches is measured against.

    Scores of held-out articles are by models that were not trained on them, as those of later
    batches are. One article a duplicate group is counted, and only those that the model labels.

    Parameters
    ----------
    model
        The final model.
    predictions
        The held-out predictions.
    corpus
        The corpus.
    training
        The training set of the final model, whose outlets and months are known to it.
    """
    groups = corpus.articles["duplicate_group"].to_numpy()[predictions.rows]
    one_of_each = np.unique(groups.astype(str), return_index=True)[1]
    is_labelled = np.asarray(predictions.probabilities.any(axis=1))
    kept = one_of_each[is_labelled[one_of_each]]
    columns = np.array([predictions.labels.index(label) for label in model.labels])
    cells = np.ix_(kept, columns)
    held_out = BatchCounts(model.labels)
    terms = predictions.terms
    held_out.add_articles(
        predictions.probabilities[cells],
        predictions.y_pred[cells],
        np.zeros((2, len(kept)), dtype=np.int64) if terms is None else terms[kept].T,
    )
    is_known = predictions.is_known[cells]
    has_label = is_known & (predictions.y_true[cells] > 0)
    known = [
        histograms(predictions.probabilities[cells], chosen)
        for chosen in (is_known & ~has_label, has_label)
    ]
    table = corpus.articles.iloc[training.labels.rows]
    months = table["published"].dropna().map(lambda day: f"{day:%Y-%m}")
    return DriftReference.of(held_out, np.stack(known, axis=1), table["outlet"], months)
