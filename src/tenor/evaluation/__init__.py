"""Evaluation: metrics, intervals, tests and figures of arrays, independent of any model."""

from tenor.evaluation.agreement import Agreement, measure_agreement
from tenor.evaluation.baselines import majority_baseline
from tenor.evaluation.intervals import Interval, bootstrap
from tenor.evaluation.metric_set import MetricSet
from tenor.evaluation.metric_table import METRICS, Metric, metric_heading
from tenor.evaluation.metrics import LabelScore, Scores, score
from tenor.evaluation.model_agreement import ModelAgreement, compare_with_people

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
