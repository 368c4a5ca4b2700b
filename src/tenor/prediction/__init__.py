"""Prediction: labels for the articles of many files, written as a table."""

from tenor.prediction.bulk import PredictionSummary, predict
from tenor.prediction.columns import COLUMNS, RowOptions
from tenor.prediction.rows import label_rows

__all__ = ["COLUMNS", "PredictionSummary", "RowOptions", "label_rows", "predict"]
