"""Models: what is trained, how, and how it is kept."""

from tenor.models.bundle import load_bundle, save_bundle, verify_bundle
from tenor.models.model import UNKNOWN, Labeler, Model, Prediction, count_terms
from tenor.models.spec import Experiment

__all__ = [
    "UNKNOWN",
    "Experiment",
    "Labeler",
    "Model",
    "Prediction",
    "count_terms",
    "load_bundle",
    "save_bundle",
    "verify_bundle",
]
