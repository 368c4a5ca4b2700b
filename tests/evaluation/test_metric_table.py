"""The table of metrics."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from tenor.evaluation import METRICS, Interval, Metric, MetricSet, metric_heading
from tenor.evaluation.metric_table import MetricName, applicable_metrics, metrics_in_tables

FNC = ("agree", "disagree", "discuss", "unrelated")


def names(labels: tuple[str, ...], *, single_label: bool) -> list[str]:
    return [metric.name for metric in applicable_metrics(labels, single_label=single_label)]


def test_every_metric_is_computed_from_counts_or_from_average_precision() -> None:
    for name, metric in METRICS.items():
        assert metric.name == name
        assert (metric.from_counts is None) is not (metric.from_average_precision is None)


@pytest.mark.parametrize(
    ("labels", "single_label", "own"),
    [
        (("left", "right"), True, ["accuracy"]),
        (("left", "right"), False, []),
        (("Favour", "none", "Against"), True, ["accuracy", "f_avg"]),
        (("favor", "against"), False, []),
        (("favor", "none"), True, ["accuracy"]),
        (FNC, True, ["accuracy", "fnc_score"]),
        (FNC, False, []),
        (FNC[:3], True, ["accuracy"]),
    ],
)
def test_a_metric_applies_to_the_labels_that_it_is_defined_for(
    labels: tuple[str, ...], single_label: bool, own: list[str]
) -> None:
    counted = ["macro_f1", "micro_f1", "samples_f1", *own]
    ranked = ["mean_average_precision", "weighted_average_precision"]
    assert names(labels, single_label=single_label) == [*counted, *ranked]
    assert MetricSet(labels, single_label).names == tuple(counted)


def test_printed_tables_show_some_metrics_in_the_order_of_the_table() -> None:
    shown = metrics_in_tables(["fnc_score", "samples_f1", "accuracy", "n_train", "macro_f1"])
    assert [m.heading for m in shown] == ["macro-F1", "accuracy", "FNC score"]


def test_a_name_that_is_no_metric_is_its_own_heading() -> None:
    assert metric_heading("f_avg") == "F_avg"
    assert metric_heading("mean_average_precision") == "mean average precision"
    assert metric_heading("n_train") == "n_train"


def test_a_metric_formats_its_values() -> None:
    metric = METRICS["macro_f1"]
    assert metric.format(0.80449) == "0.804"
    assert metric.format(0.80449, Interval(0.7, 0.876)) == "0.804 [.70, .88]"
    assert Metric("seconds", "seconds", "time", decimals=1).format(2.25) == "2.2"


def test_a_spec_takes_the_names_of_the_table_and_no_other() -> None:
    name = TypeAdapter(MetricName)
    assert [name.validate_python(known) for known in METRICS] == list(METRICS)
    with pytest.raises(ValidationError, match="'weighted_average_precision'"):
        name.validate_python("f1")


def test_a_new_entry_is_computed_for_every_task(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its extra counts do not change the other metrics."""
    y_true, y_pred = np.eye(2, dtype=np.uint8), np.array([[1, 1], [0, 1]], dtype=bool)
    metric_set = MetricSet(("a", "b"), single_label=False)
    before = metric_set.scores(metric_set.counts(y_true, y_pred).sum(axis=0))
    n_predicted = Metric(
        "n_predicted",
        "predicted labels",
        "mean number of predicted labels of an article",
        lambda counts: counts.extra[..., 0] / counts.n_articles,
        extra_columns=(lambda true, predicted, labels: predicted.sum(axis=1).astype(np.float64),),
    )
    monkeypatch.setitem(METRICS, "n_predicted", n_predicted)
    after = metric_set.scores(metric_set.counts(y_true, y_pred).sum(axis=0))
    assert after == before | {"n_predicted": 1.5}


def test_the_table_is_imported_without_heavy_libraries() -> None:
    code = (
        "import sys, tenor.evaluation\n"
        "print([m for m in ('sklearn', 'scipy', 'pandas', 'matplotlib') if m in sys.modules])"
    )
    completed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert completed.stdout.strip() == "[]"
