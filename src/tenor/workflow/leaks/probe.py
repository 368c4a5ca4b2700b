"""The outlet probe: how well a spec's features predict the outlet, and by which terms.

Where linear features predict the outlet, a classifier of labels that differ between outlets,
such as leaning, can learn to recognize outlets instead. The probe is a model of the same spec
whose labels are outlets.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Task
from tenor.corpus import Corpus, make_splits
from tenor.errors import CorpusError
from tenor.evaluation import bootstrap, score
from tenor.labeling import GoldLabels, ResolvedLabels
from tenor.models.field_texts import FieldTexts
from tenor.models.fitting import fit_model
from tenor.models.spec import Experiment
from tenor.models.training_set import TrainingSet
from tenor.workflow.fit.scoring import predict_held_out
from tenor.workflow.leaks.result import N_TOP_TERMS, OutletProbe

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_ARTICLES_PER_OUTLET = 20
"""The fewest articles of an outlet that is a label of the probe."""

MAX_ARTICLES = 6000
"""The most articles that the probe uses, drawn at random; more would only cost time."""


def probe_outlets(spec: Experiment, corpus: Corpus, task: Task) -> OutletProbe:
    """Return the scores of a model of the spec's features that predicts the outlet.

    It uses labelled and unlabelled articles with an outlet to which the task applies.

    Parameters
    ----------
    spec, corpus, task
        The spec, the corpus and the task.

    Raises
    ------
    CorpusError
        If fewer than two outlets have enough articles.
    """
    random_state = spec.split.random_state
    outlets, rows = _large_outlets(corpus, task, random_state)
    table = corpus.articles.iloc[rows]
    names = table["outlet"].to_numpy(dtype=str)
    matrix = (names[:, None] == np.array(outlets)[None, :]).astype(np.uint8)
    labels = ResolvedLabels(rows, outlets, matrix, np.ones(len(rows), dtype=bool))
    texts = FieldTexts(table, task.target_names(corpus.codebook))
    labelled = TrainingSet(texts, labels, labels_per_article="one", name="outlet probe")
    [split] = make_splits("random", labels, corpus.articles, random_state=random_state)
    training, truth = labelled.take(split.train), GoldLabels.of(labels.take(split.test))
    # With folds grouped by outlet, no fold could have a label of the others.
    probe_spec = spec.with_tuning_groups("duplicate_group").without_search()
    model = fit_model(probe_spec, training)
    predictions = predict_held_out(model, training, truth, corpus)
    y_true, y_pred = predictions.y_true, predictions.y_pred
    majority = score(y_true, predictions.majority, outlets, single_label=True)
    groups = labelled.groups().codes[split.test]
    return OutletProbe(
        outlets,
        score(y_true, y_pred, outlets, single_label=True),
        bootstrap(y_true, y_pred, groups, outlets, single_label=True),
        majority.accuracy or 0.0,
        majority.macro_f1,
        len(split.train),
        len(split.test),
        rows,
        model.top_terms(N_TOP_TERMS),
    )


def _large_outlets(
    corpus: Corpus, task: Task, random_state: int
) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """Return the outlets with enough articles, the largest first, and the rows of these."""
    outlets = corpus.articles["outlet"].to_numpy(dtype=str)
    titles, texts = (corpus.articles[name].to_numpy() for name in ("title", "text"))
    order = np.random.default_rng(random_state).permutation(np.flatnonzero(outlets != ""))
    concerned = (i for i in order if task.concerns(corpus.codebook, titles[i], texts[i]))
    rows = np.sort(np.fromiter(islice(concerned, MAX_ARTICLES), dtype=np.intp))
    names, counts = np.unique(outlets[rows], return_counts=True)
    is_large = counts >= MIN_ARTICLES_PER_OUTLET
    if is_large.sum() < 2:
        has_aliases = task.is_stance and corpus.codebook.target(task.target).aliases
        mentioning = f" that mention '{task.target}'" if has_aliases else ""
        raise CorpusError(
            f"the outlet probe needs two outlets with {MIN_ARTICLES_PER_OUTLET} articles each"
            f"{mentioning}; this corpus has {is_large.sum()}"
        )
    large = names[is_large][np.argsort(-counts[is_large], kind="stable")]
    return tuple(large.tolist()), rows[np.isin(outlets[rows], large)]
