"""The table of metrics: one entry for each, with its name, heading and computation.

Commands, specs, reports and searches take their metrics from this table. A new metric is
one new entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tenor.present import format_interval, format_score

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tenor.present.numbers import Bounds

    FromCounts = Callable[["SummedCounts"], NDArray[np.float64]]
    FromAveragePrecision = Callable[[NDArray[np.float64], NDArray[np.float64]], float]
    Column = Callable[[NDArray[np.bool_], NDArray[np.bool_], Sequence[str]], NDArray[np.float64]]

FAVOR = ("favor", "favour")
AGAINST = "against"
UNRELATED = "unrelated"
RELATED = frozenset({"agree", "disagree", "discuss"})
"""Names of positions, case-folded, by which the metrics of shared tasks recognize their labels."""


@dataclass(frozen=True)
class SummedCounts:
    """Counts summed over articles, from which a metric is computed.

    Attributes
    ----------
    labels
        The names of the labels, n_labels of them.
    confusion
        The true positives, false positives and false negatives of each label, shape
        (..., 3, n_labels).
    f1
        The F1 of each label, shape (..., n_labels); nan for a label that does not occur.
    n_articles, n_correct
        The number of articles, and of those with at least one correct label; shape (...).
    article_f1
        The sum of the F1 of each article's labels, shape (...).
    extra
        The sums of the metric's own columns, shape (..., n_extra).
    """

    labels: tuple[str, ...]
    confusion: NDArray[np.float64]
    f1: NDArray[np.float64]
    n_articles: NDArray[np.float64]
    n_correct: NDArray[np.float64]
    article_f1: NDArray[np.float64]
    extra: NDArray[np.float64]


def _always(labels: Sequence[str], single_label: bool) -> bool:
    return True


@dataclass(frozen=True)
class Metric:
    """A metric over all labels.

    Attributes
    ----------
    name
        Its name in specs, tables and MLflow.
    heading
        Its name in printed tables and reports.
    meaning
        What it is, in one line, for the help of commands.
    from_counts
        Computes it from summed counts; None for a metric of the ranking by probability.
    from_average_precision
        Computes it from the average precision and the support of each label, both of shape
        (n_labels,); None for a metric of the predicted labels.
    applies
        Whether it applies to a task, by the names of the labels and whether an article has a
        single label.
    extra_columns
        Further counts of an article that it needs. Each is computed from true and predicted
        labels, of shape (n, n_labels), and the labels' names, and has shape (n,).
    in_tables
        Whether printed tables and reports show it.
    is_share
        Whether it is 0 or 1 exactly if all articles are wrong or right, as a share of right
        articles is; an average over labels is not, since a rare label can change it much.
    decimals
        The number of decimals that `format` gives.
    """

    name: str
    heading: str
    meaning: str
    from_counts: FromCounts | None = None
    from_average_precision: FromAveragePrecision | None = None
    applies: Callable[[Sequence[str], bool], bool] = _always
    extra_columns: tuple[Column, ...] = ()
    in_tables: bool = True
    is_share: bool = False
    decimals: int = 3

    def format(self, value: float, interval: Bounds | None = None) -> str:
        """Return a value, followed by its interval if there is one, as tables show it."""
        score = format_score(value, self.decimals)
        return score if interval is None else f"{score} {format_interval(interval)}"


def has_single_label(labels: Sequence[str], single_label: bool) -> bool:
    """Return whether an article has exactly one label."""
    return single_label


def has_favor_and_against(labels: Sequence[str], single_label: bool) -> bool:
    """Return whether the labels are positions that include favor and against."""
    return single_label and _favor_and_against(labels) is not None


def is_fake_news_challenge(labels: Sequence[str], single_label: bool) -> bool:
    """Return whether the labels are the four stances of the Fake News Challenge."""
    return single_label and {label.casefold() for label in labels} == RELATED | {UNRELATED}


def _favor_and_against(labels: Sequence[str]) -> tuple[int, int] | None:
    """Return the columns of favor and against; None if either is missing."""
    names = [label.casefold() for label in labels]
    favor = next((names.index(name) for name in FAVOR if name in names), None)
    return None if favor is None or AGAINST not in names else (favor, names.index(AGAINST))


# NumPy is imported by the functions that need it: the help of commands lists the metrics.
def _macro_f1(counts: SummedCounts) -> NDArray[np.float64]:
    from tenor.evaluation.confusion_counts import mean_of_defined

    return mean_of_defined(counts.f1)


def _micro_f1(counts: SummedCounts) -> NDArray[np.float64]:
    from tenor.evaluation.confusion_counts import micro_f1

    return micro_f1(counts.confusion)


def _ratio(numerator: NDArray[np.float64], denominator: NDArray[np.float64]) -> NDArray[np.float64]:
    from tenor.evaluation.confusion_counts import ratio

    return ratio(numerator, denominator)


def _weighted_mean(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    import numpy as np

    return float(np.average(values, weights=weights))


def _f_avg(counts: SummedCounts) -> NDArray[np.float64]:
    import numpy as np

    columns = _favor_and_against(counts.labels)
    assert columns is not None
    return np.asarray(np.nan_to_num(counts.f1[..., list(columns)]).mean(axis=-1))


def _fnc_points(
    true: NDArray[np.bool_], predicted: NDArray[np.bool_], labels: Sequence[str]
) -> NDArray[np.float64]:
    """Return the points of each article: 1/4 for its relatedness, 3/4 more for its stance."""
    import numpy as np

    related = _is_related(labels)
    correct = (true & predicted).any(axis=1)
    true_related = true[:, related].any(axis=1)
    predicted_related = predicted[:, related].any(axis=1)
    points = 0.25 * correct + 0.5 * (correct & true_related)
    return np.asarray(points + 0.25 * (true_related & predicted_related), dtype=np.float64)


def _fnc_best_points(
    true: NDArray[np.bool_], predicted: NDArray[np.bool_], labels: Sequence[str]
) -> NDArray[np.float64]:
    import numpy as np

    return np.where(true[:, _is_related(labels)].any(axis=1), 1.0, 0.25)


def _is_related(labels: Sequence[str]) -> NDArray[np.bool_]:
    import numpy as np

    return np.array([label.casefold() in RELATED for label in labels], dtype=bool)


METRICS: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        # Over the labels that an article has or is predicted to have: a label that does not
        # occur has no F1.
        Metric(
            "macro_f1",
            "macro-F1",
            "mean over the labels of their F1",
            _macro_f1,
        ),
        Metric(
            "micro_f1",
            "micro-F1",
            "F1 of all predicted labels together",
            _micro_f1,
            is_share=True,
        ),
        # The mean over articles of the F1 of their labels; scikit-learn's "samples" average.
        Metric(
            "samples_f1",
            "samples-F1",
            "mean over the articles of the F1 of their labels",
            lambda counts: _ratio(counts.article_f1, counts.n_articles),
            in_tables=False,
            is_share=True,
        ),
        Metric(
            "accuracy",
            "accuracy",
            "share of the articles with the right label",
            lambda counts: _ratio(counts.n_correct, counts.n_articles),
            applies=has_single_label,
            is_share=True,
        ),
        # The mean F1 of favor and against: SemEval-2016 task 6 (Mohammad et al. 2016).
        Metric(
            "f_avg",
            "F_avg",
            "mean F1 of favor and against, as in SemEval-2016 task 6",
            _f_avg,
            applies=has_favor_and_against,
        ),
        # The points of the Fake News Challenge of 2017, as a share of the maximum.
        Metric(
            "fnc_score",
            "FNC score",
            "points of the Fake News Challenge, as a share of the maximum",
            lambda counts: _ratio(counts.extra[..., 0], counts.extra[..., 1]),
            applies=is_fake_news_challenge,
            extra_columns=(_fnc_points, _fnc_best_points),
        ),
        Metric(
            "mean_average_precision",
            "mean average precision",
            "mean over the labels of their average precision",
            from_average_precision=lambda values, supports: float(values.mean()),
            in_tables=False,
        ),
        Metric(
            "weighted_average_precision",
            "weighted average precision",
            "the same, weighted by the frequency of the labels",
            from_average_precision=_weighted_mean,
            in_tables=False,
        ),
    )
}
"""All metrics by name, in the order of tables."""

if TYPE_CHECKING:
    MetricName = str
else:
    MetricName = Literal[tuple(METRICS)]
    """The type of a metric's name in a spec."""


def applicable_metrics(labels: Sequence[str], *, single_label: bool) -> tuple[Metric, ...]:
    """Return the metrics that apply to a task with these labels, in the order of tables.

    Parameters
    ----------
    labels
        The names of the labels.
    single_label
        Whether an article has exactly one label.
    """
    return tuple(metric for metric in METRICS.values() if metric.applies(labels, single_label))


def metric_heading(name: str) -> str:
    """Return the heading of a metric; a name that is not in the table is its own heading."""
    return METRICS[name].heading if name in METRICS else name


def metrics_in_tables(names: Iterable[str]) -> tuple[Metric, ...]:
    """Return the metrics of these names that printed tables show, in the order of tables."""
    shown = set(names)
    return tuple(m for m in METRICS.values() if m.in_tables and m.name in shown)
