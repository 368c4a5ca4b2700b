"""Evaluation: metrics, intervals, tests and figures of arrays, independent of any model.

The names are imported on first use, as the help of commands lists metrics and needs no arrays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenor.evaluation.agreement import Agreement, measure_agreement
    from tenor.evaluation.baselines import majority_baseline
    from tenor.evaluation.intervals import Interval, bootstrap
    from tenor.evaluation.metric_set import MetricSet
    from tenor.evaluation.metric_table import METRICS, Metric, metric_heading
    from tenor.evaluation.metrics import LabelScore, Scores, score
    from tenor.evaluation.model_agreement import ModelAgreement, compare_with_people

_MODULES = {
    "METRICS": "metric_table",
    "Agreement": "agreement",
    "Interval": "intervals",
    "LabelScore": "metrics",
    "Metric": "metric_table",
    "MetricSet": "metric_set",
    "ModelAgreement": "model_agreement",
    "Scores": "metrics",
    "bootstrap": "intervals",
    "compare_with_people": "model_agreement",
    "majority_baseline": "baselines",
    "measure_agreement": "agreement",
    "metric_heading": "metric_table",
    "score": "metrics",
}
"""The module that defines each name."""

__all__ = [
    "METRICS",
    "Agreement",
    "Interval",
    "LabelScore",
    "Metric",
    "MetricSet",
    "ModelAgreement",
    "Scores",
    "bootstrap",
    "compare_with_people",
    "majority_baseline",
    "measure_agreement",
    "metric_heading",
    "score",
]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module 'tenor.evaluation' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"tenor.evaluation.{_MODULES[name]}"), name)
