"""Models: specs, fitting, models as arrays, bundles."""

from tenor.models.article_explanation import ArticleExplanation, CalibratedScore
from tenor.models.bundle import load_bundle, save_bundle
from tenor.models.explanation import Explanation
from tenor.models.labeler import Labeler, count_terms
from tenor.models.linear_model import LinearModel, Prediction, TopTerms
from tenor.models.manifest import verify_bundle
from tenor.models.model import UNKNOWN, Model

__all__ = [
    "UNKNOWN",
    "ArticleExplanation",
    "CalibratedScore",
    "Explanation",
    "Labeler",
    "LinearModel",
    "Model",
    "Prediction",
    "TopTerms",
    "count_terms",
    "load_bundle",
    "save_bundle",
    "verify_bundle",
]
