"""Bulk labelling of article files."""

from tenor.prediction.predicting import Labelled, label_rows, predict
from tenor.prediction.writers import COLUMNS

__all__ = ["COLUMNS", "Labelled", "label_rows", "predict"]
