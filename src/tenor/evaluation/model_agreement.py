"""Agreement of a model with people, and of people with each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.evaluation.alpha import (
    alpha,
    article_statistics,
    count_groups,
    interval_of_resamples,
    mean_over_variables,
    resample_statistics,
)
from tenor.evaluation.intervals import Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

HUMAN_RANGE_MARGIN = 0.1
"""How far below people's alpha a model inside the human range can be."""


@dataclass(frozen=True, slots=True)
class ModelAgreement:
    """The agreement between people and between a model and people, on one variable.

    Attributes
    ----------
    n_articles
        The number of articles that two or more people judged and the model labelled.
    people_alpha, model_alpha
        Alpha of pairs of people, and of pairs of the model and a person; both
        count every person's judgement once. None where undefined.
    difference
        The 95 % bootstrap interval of the model's alpha minus people's; None where undefined
        or with too few articles.
    """

    n_articles: int
    people_alpha: float | None
    model_alpha: float | None
    difference: Interval | None

    @property
    def human_range(self) -> str:
        """Where the model is in relation to the range of people's agreement.

        ``below`` or ``above`` where the interval of the difference excludes zero,
        ``inside`` where it stays within 0.1 below people's alpha, else ``inconclusive``,
        because the articles are too few for either.
        """
        if self.difference is None:
            return "inconclusive"
        if self.difference.high < 0:
            return "below"
        if self.difference.low > 0:
            return "above"
        return "inside" if self.difference.low >= -HUMAN_RANGE_MARGIN else "inconclusive"


@dataclass(frozen=True, slots=True)
class ModelAgreementByVariable:
    """The agreement of a model with people on each of several variables.

    Attributes
    ----------
    variables
        The agreement on each variable.
    mean
        The mean over the variables for which both alphas are defined.
    """

    variables: tuple[ModelAgreement, ...]
    mean: ModelAgreement


def compare_with_people(
    counts: NDArray[np.int64],
    predicted: NDArray[np.intp],
    groups: NDArray[np.intp],
    *,
    random_state: int = 0,
) -> ModelAgreementByVariable:
    """Return the agreement between people, and between a model and people.

    Parameters
    ----------
    counts
        People's judgements, shape (n, n_variables, n_values), as for `measure_agreement`.
    predicted
        The value that the model gives each article, -1 for none, shape (n, n_variables).
    groups
        The duplicate group of each article, shape (n,). The articles of a group are resampled
        together.
    random_state
        The seed of the resampling.

    Notes
    -----
    Both alphas are nominal and over the same articles: those that two or more people judged
    and the model labelled. People's alpha pairs each judgement with the other
    people's, the model's alpha with the model's label; both count each judgement
    once. A model that predicts what most people would choose can agree with each
    of them more than they agree with each other. An alpha above people's is a reason
    to look for a leak, not proof of one.
    """
    compared = (counts.sum(axis=-1) >= 2) & (predicted >= 0)
    rows = compared.any(axis=1)
    counts, predicted = counts[rows], predicted[rows]
    groups, compared = groups[rows], compared[rows]
    used = np.where(compared[..., None], counts, 0)
    is_predicted = np.arange(counts.shape[-1]) == predicted[..., None]
    n_coders = used.sum(axis=-1, keepdims=True)
    # The nominal statistics of pairs of the model and a person: both values of each pair.
    agreeing = 2 * (used * is_predicted).sum(axis=-1, keepdims=True)
    margins = used + n_coders * is_predicted
    model_statistics = np.concatenate([agreeing, margins], axis=-1, dtype=np.float64)
    statistics = np.stack([article_statistics(used, "nominal"), model_statistics], axis=1)
    people, model = alpha(statistics.sum(axis=0), "nominal")
    resamples = alpha(resample_statistics(statistics, groups, random_state), "nominal")
    differences = resamples[:, 1] - resamples[:, 0]
    variables = tuple(
        ModelAgreement(
            int(n),
            _defined(a),
            _defined(b),
            interval_of_resamples(differences[:, i], n_groups),
        )
        for i, (n, a, b, n_groups) in enumerate(
            zip(compared.sum(axis=0), people, model, count_groups(compared, groups), strict=True)
        )
    )
    defined = ~np.isnan(people) & ~np.isnan(model)
    if not defined.any():
        return ModelAgreementByVariable(variables, ModelAgreement(len(counts), None, None, None))
    mean = ModelAgreement(
        len(counts),
        float(people[defined].mean()),
        float(model[defined].mean()),
        interval_of_resamples(
            mean_over_variables(differences, model - people), len(np.unique(groups))
        ),
    )
    return ModelAgreementByVariable(variables, mean)


def _defined(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
