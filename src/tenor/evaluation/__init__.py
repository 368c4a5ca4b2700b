"""Evaluation: arrays in, numbers and figures out; it knows no model."""

from tenor.evaluation.agreement import Agreement, measure
from tenor.evaluation.baselines import majority
from tenor.evaluation.comparison import Comparison, compare
from tenor.evaluation.intervals import Interval, bootstrap
from tenor.evaluation.metrics import LabelScore, Scores, score
from tenor.evaluation.sums import Scoring

__all__ = [
    "Agreement",
    "Comparison",
    "Interval",
    "LabelScore",
    "Scores",
    "Scoring",
    "bootstrap",
    "compare",
    "majority",
    "measure",
    "score",
]
