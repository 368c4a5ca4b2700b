"""Prediction: labels for the articles of many files, written as a table."""

from tenor.prediction.bulk import PredictionSummary, label_rows, predict
from tenor.prediction.writers import COLUMNS

__all__ = ["COLUMNS", "PredictionSummary", "label_rows", "predict"]
