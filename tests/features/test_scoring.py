"""Scores of several models at once, against the plain path."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from tenor.features import FittedView
from tenor.features.compact_weights import CompactWeights, Weights
from tenor.features.scoring import Scorer
from tenor.features.tfidf import TfidfVectorizer

BODIES = ["the dam holds", "the river rises above the dam", "no rain", "", "Dams and rivers"]
TITLES = ["dam", "river", "rain", "", "rivers of the north"]


def _view(field: str, texts: list[str], weight: float = 1.0, **parameters: object) -> FittedView:
    return FittedView.of(field, TfidfVectorizer(**parameters).fit(texts), weight)  # type: ignore[arg-type]


def _plain_scores(views: list[FittedView], coefficients: Weights, n: int) -> np.ndarray:
    texts = {"body": BODIES, "title": TITLES}
    scores = np.zeros((n, coefficients.shape[1]))
    for i in range(n):
        start = 0
        for view in views:
            columns, values = view.vectorize(Counter(view.analysis.terms(texts[view.field][i])))
            scores[i] += values @ coefficients[columns + start]
            start += len(view.vocabulary)
    return scores


@pytest.mark.parametrize("n", [1, 5])
def test_models_that_share_texts_have_the_scores_of_the_plain_path(n: int) -> None:
    """Two models with the same analysis of bodies, and different vocabularies and weights."""
    rng = np.random.default_rng(0)
    models = [
        [
            _view("body", BODIES[:2], 0.5, ngram_range=(1, 2), sublinear_tf=True),
            _view("title", TITLES, 2.0, analyzer="char_wb", ngram_range=(2, 3), norm="l1"),
        ],
        [_view("body", BODIES[1:], ngram_range=(1, 2), binary=True, norm=None, use_idf=False)],
    ]
    coefficients = [
        rng.normal(size=(sum(len(view.vocabulary) for view in views), n_labels)).astype(np.float32)
        for views, n_labels in zip(models, (3, 1), strict=True)
    ]
    scorer = Scorer(list(zip(models, coefficients, strict=True)))
    texts = {("body", ()): BODIES[:n], ("title", ()): TITLES[:n]}
    for views, weights, scores in zip(models, coefficients, scorer.scores(texts)[0], strict=True):
        assert scores == pytest.approx(_plain_scores(views, weights, n), abs=1e-9)


def test_the_size_of_a_batch_changes_no_score(monkeypatch: pytest.MonkeyPatch) -> None:
    view = _view("body", BODIES)
    weights = np.arange(len(view.vocabulary), dtype=np.float32)[:, None]
    scorer = Scorer([([view], weights)])
    [expected], _ = scorer.scores({view.text_key: BODIES * 9})
    monkeypatch.setattr("tenor.features.scoring.MAX_BATCH_SIZE", 2)
    [scores], _ = scorer.scores({view.text_key: BODIES * 9})
    assert scores.tolist() == expected.tolist()


@pytest.mark.parametrize("norm", [None, "l1", "l2"])
@pytest.mark.parametrize(("sublinear", "binary"), [(False, False), (True, False), (True, True)])
def test_scores_without_counted_rows_are_those_of_the_plain_path(
    norm: str | None, sublinear: bool, binary: bool
) -> None:
    """A view that has the words of a text for itself, beside one that shares them."""
    bodies = [*BODIES, "dam " * 700, "\u017fharing \u00e9t\u00e9", "x"]
    view = _view(
        "body",
        bodies,
        0.7,
        analyzer="char_wb",
        ngram_range=(1, 3),
        norm=norm,
        sublinear_tf=sublinear,
        binary=binary,
    )
    weights = np.random.default_rng(1).normal(size=(len(view.vocabulary), 3)).astype(np.float32)
    expected = [
        values @ weights[columns]
        for columns, values in (view.vectorize(Counter(view.analysis.terms(t))) for t in bodies)
    ]
    [alone], _ = Scorer([([view], weights)]).scores({view.text_key: bodies})
    both, _ = Scorer([([view], weights), ([view], -weights)]).scores({view.text_key: bodies})
    assert alone == pytest.approx(np.array(expected), abs=1e-9)
    assert both[0] == pytest.approx(alone, abs=1e-9)
    assert both[1] == pytest.approx(-alone, abs=1e-9)


def test_terms_that_a_model_does_not_know_are_counted() -> None:
    """Words of the body by two models, one of which shares nothing with the other's vocabulary."""
    known = _view("body", ["the dam"]), _view("body", ["rain", "rivers"])
    of_words = _view("title", ["dam"], analyzer="char_wb", ngram_range=(2, 4))
    views = [[known[0], of_words], [known[1]]]
    models = [(own, np.ones((sum(len(v.vocabulary) for v in own), 1), np.float32)) for own in views]
    texts = {("body", ()): ["the dam, the rain", ""], ("title", ()): ["dam dame", "dam"]}
    _, terms = Scorer(models).scores(texts)
    # " dam ": 4 + 3 + 2 terms, all known; " dame ": 5 + 4 + 3, of which " d", "da", "am", " da",
    # "dam" and " dam" are known.
    assert terms.tolist() == [[[4 + 9 + 12, 9], [1 + 6, 0]], [[4, 0], [3, 0]]]


@pytest.mark.parametrize("tolerance", [0.1, 0.5])
@pytest.mark.parametrize("n_labels", [1, 16, 37])
def test_compact_weights_have_the_scores_of_the_plain_path(n_labels: int, tolerance: float) -> None:
    """Of a view with the words for itself, of one without, and beside a model with exact ones.

    Most weights are kept, or few.
    """
    views = [
        _view("body", BODIES, ngram_range=(1, 2)),
        _view("title", TITLES, 2.0, analyzer="char_wb", ngram_range=(2, 3)),
    ]
    n_features = sum(len(view.vocabulary) for view in views)
    exact = np.random.default_rng(2).normal(size=(n_features, n_labels)).astype(np.float32)
    compact = CompactWeights.of(exact, tolerance)
    scorer = Scorer([(views, compact), (views[:1], exact[: len(views[0].vocabulary)])])
    (own, other), _ = scorer.scores({("body", ()): BODIES, ("title", ()): TITLES})
    assert own == pytest.approx(_plain_scores(views, compact, len(BODIES)), abs=1e-9)
    assert other == pytest.approx(_plain_scores(views[:1], exact, len(BODIES)), abs=1e-9)
