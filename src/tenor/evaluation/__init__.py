"""Evaluation: arrays in, numbers and figures out; it knows no model."""

from tenor.evaluation.baselines import majority
from tenor.evaluation.intervals import Interval, bootstrap
from tenor.evaluation.metrics import LabelScore, Scores, score
from tenor.evaluation.sums import Scoring

__all__ = ["Interval", "LabelScore", "Scores", "Scoring", "bootstrap", "majority", "score"]
