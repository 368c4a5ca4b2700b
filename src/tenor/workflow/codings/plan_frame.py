"""What a plan of codings knows: the groups, their chances so far, and where the label may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import THEMES, Codebook, Task
from tenor.corpus import Corpus
from tenor.corpus.draws import Unit, check_frame, combine_draws, is_coded, load_draws
from tenor.corpus.frame import FRAME_COLUMNS, Stratum, frame_of, strata_of
from tenor.errors import InputError
from tenor.present.hints import did_you_mean
from tenor.workflow.codings.frame_predictions import entropy, label_of, predict_rows
from tenor.workflow.codings.plan_search import Domain, PlanFrame

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


def parse_share(share: str, codebook: Codebook) -> tuple[Task, str]:
    """Return the task and the label that a theme, or a position as ``TARGET=POSITION``, is.

    Raises
    ------
    InputError
        If the codebook does not have it.
    """
    known = {name: (THEMES, name) for name in codebook.theme_names}
    for target in codebook.targets:
        task = Task.stance(target.name)
        known |= {f"{target.name}={name}": (task, name) for name in target.positions}
    if share not in known:
        raise InputError(
            f"'{share}' is no label of the codebook; name a theme, or a position as "
            f"TARGET=POSITION{did_you_mean(share, list(known))}"
        )
    return known[share]


def plan_frame(
    corpus: Corpus,
    task: Task,
    label: str,
    share: str,
    by: Sequence[Stratum],
    unit: Unit,
    model: str,
    expected: float | None,
) -> tuple[PlanFrame, float, str]:
    """Return the frame of a plan, the share that it expects, and where that comes from.

    Parameters
    ----------
    corpus
        The corpus.
    task, label, share
        The task and the label, and what the two are called together: as for `parse_share`.
    by, unit, model, expected
        As for `plan_codings`.

    Raises
    ------
    TenorError
        As `plan_codings`.
    """
    articles = corpus.read_columns(FRAME_COLUMNS)
    frame = frame_of(articles)
    groups = frame["duplicate_group"]
    draws = load_draws(corpus)
    check_frame(corpus, draws)
    chance = np.where(is_coded(corpus, articles, groups), 1.0, 0.0)
    available = chance == 0
    if draws:
        combined = combine_draws(corpus, draws)
        first = draws[0].frame.set_index("duplicate_group").reindex(groups)
        certain = first["is_certain"].to_numpy(dtype=bool)
        chance = np.where(certain, 1.0, 0.0)
        for draw in draws:
            own = draw.frame.set_index("duplicate_group").reindex(groups)
            chance = chance + (1 - chance) * own["inclusion_probability"].to_numpy()
        available = ~np.isin(groups, combined.duplicate_group)
    gold = _gold(corpus, task, label, articles, groups)
    predicted, uncertainty = np.zeros(len(frame), dtype=bool), None
    if model:
        probability, predicted, uncertainty = _predictions(corpus, model, share, frame)
        mean, source = float(np.average(probability, weights=frame["n_articles"])), "the model"
        if expected is not None:
            raise InputError(
                f"the model expects a share of {100 * mean:.1f} %; leave out the expected share, "
                "or the model"
            )
    else:
        mean, source = _expected_share(gold, share, corpus, expected)
        probability = np.full(len(frame), mean)
    # What people found in articles that are in the sample for certain will stay as it is.
    known = (chance >= 1) & ~np.isnan(gold)
    probability = np.where(known, gold, probability)
    domains = tuple(_domains(articles, frame, by, unit))
    return (
        PlanFrame(frame, probability, predicted, uncertainty, chance, available, domains),
        mean,
        source,
    )


def _gold(
    corpus: Corpus, task: Task, label: str, articles: pd.DataFrame, groups: pd.Series
) -> NDArray[np.float64]:
    """Return whether people gave each group the label; nan where they were not asked."""
    labels = corpus.gold_labels(task)
    if label not in labels.labels:
        return np.full(len(groups), np.nan)
    column = labels.labels.index(label)
    is_known = labels.is_known[:, column]
    coded = articles["duplicate_group"].iloc[labels.rows[is_known]].to_numpy()
    values = dict(zip(coded, labels.matrix[is_known, column].tolist(), strict=True))
    return groups.map(values).to_numpy(dtype=np.float64)


def _expected_share(
    gold: NDArray[np.float64], share: str, corpus: Corpus, expected: float | None
) -> tuple[float, str]:
    if expected is not None:
        return expected, "the expected share"
    known = gold[~np.isnan(gold)]
    if not len(known):
        raise InputError(
            f"nobody has coded '{share}' in corpus '{corpus.path}', so that its share is not "
            "known; name the share that you expect with --expected 10, or a model with --model REF"
        )
    # A label that nobody has found yet can still be there.
    return float((known.sum() + 0.5) / (len(known) + 1)), f"{len(known):,} coded articles"


def _predictions(
    corpus: Corpus, reference: str, share: str, frame: pd.DataFrame
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
    """Return the probability of a label for each group, whether it is given, and its uncertainty.

    The uncertainty is that of the model's probability, as for a draw. The probability that is
    returned is calibrated on the model's held-out articles: for articles without a predicted rare
    label, models overestimate it, which leads to plans with too many codings.
    """
    from tenor.workflow.loading import load_model

    model = load_model(reference)
    label = label_of(model, share)
    probability, predicted = np.zeros(len(frame)), np.zeros(len(frame), dtype=bool)
    for i, prediction in predict_rows(model, corpus, frame.index.to_numpy(dtype=np.intp)):
        probability[i] = prediction.scores.get(label, 0.0)
        predicted[i] = label in prediction.labels
    uncertainty = np.array([entropy([p], single_label=False) for p in probability])
    if model.reference is not None:
        has_prediction = probability > 0
        calibrated = model.reference.calibrated(label, probability)
        probability = np.where(has_prediction, calibrated, probability)
    return probability, predicted, uncertainty


def _domains(
    articles: pd.DataFrame, frame: pd.DataFrame, by: Sequence[Stratum], unit: Unit
) -> list[Domain]:
    """Return the domains of the shares, with what each group counts for in them."""
    positions = {group: i for i, group in enumerate(frame["duplicate_group"])}
    of_article = articles["duplicate_group"].map(positions).to_numpy(dtype=np.intp)
    names, codes = np.unique(strata_of(articles, by), return_inverse=True)
    domains = []
    for code, name in enumerate(names.tolist()):
        groups, counts = np.unique(of_article[codes == code], return_counts=True)
        sizes = counts.astype(np.float64) if unit == "articles" else np.ones(len(groups))
        domains.append(Domain(name or "all", groups.astype(np.intp), sizes))
    return domains
