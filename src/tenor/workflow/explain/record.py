"""Explanations as JSON: all terms with their places, and numbers that are not rounded."""

from __future__ import annotations

from typing import Any

from tenor.models import Explanation
from tenor.workflow.explain.explain import ExplainedArticle, ModelExplanation


def explanation_record(explained: ExplainedArticle) -> dict[str, Any]:
    """Return the explanation of an article as a JSON object.

    The positions of terms are those in the texts of the object, which are cleaned.
    """
    article = explained.article
    return {
        "article_id": article.article_id,
        "source_path": article.source_path,
        "title": article.title,
        "text": article.text,
        "claim": article.claim,
        "models": [_model_record(own) for own in explained.models],
    }


def _model_record(explained: ModelExplanation) -> dict[str, Any]:
    model, result = explained.model, explained.article_explanation
    scores = [] if result.reason else result.calibrated_scores()
    return {
        "model": explained.reference,
        "task": model.task.question,
        "codebook": model.codebook.fingerprint,
        "labels": list(result.prediction.labels),
        "reason": result.reason or None,
        "n_terms": result.terms.n_terms,
        "n_known_terms": result.terms.n_known_terms,
        "calibration": "softmax" if model.single_label else "sigmoid",
        "scores": [row._asdict() for row in scores],
        "explanations": [_label_record(explained, own) for own in explained.labels],
    }


def _label_record(explained: ModelExplanation, explanation: Explanation) -> dict[str, Any]:
    places = explained.article_explanation.terms.places
    return {
        "label": explanation.label,
        "against": explanation.against or None,
        "score": explanation.score,
        "intercept": explanation.intercept,
        "terms": [
            {
                "field": field,
                "term": term,
                "contribution": value,
                "places": [place._asdict() for place in places.get((field, term), [])],
            }
            for field, term, value in explanation.terms
        ],
    }
