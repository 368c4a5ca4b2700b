"""NB-SVM, and its folding into a plain linear model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix, random_array
from sklearn.svm import LinearSVC as Plain

from tenor.articles import Article
from tenor.models import Experiment, Labeler, Model, load_bundle, save_bundle
from tenor.models.calibration import Calibration
from tenor.models.estimator import decision, fit, linear_parts, make_pipeline
from tenor.models.svc import LinearSVC, count_scale
from tenor.models.texts import FieldTexts

from ..conftest import Project

MATRIX = csr_matrix(np.array([[1.0, 0.0, 2.0], [3.0, 0.0, 0.0], [0.0, 4.0, 2.0]]))
SPEC = """
task = "theme"
[[features]]
field = "title_body"
ngram_range = [1, 2]
[[features]]
field = "lead"
weight = 0.5
[classifier]
kind = "linear_svc"
class_weight = "balanced"
count_ratio = 0.5
"""


def test_a_feature_is_scaled_by_how_unevenly_a_label_uses_it() -> None:
    """Sums with smoothing 1 are 5, 1, 3 of 9 for the label and 1, 5, 3 of 9 against it."""
    own = np.array([True, True, False])
    # Ratios are log 5, log 5 and 0, whose mean is 2/3 of log 5.
    assert count_scale(MATRIX, own, 1.0, 1.0) == pytest.approx([1.5, 1.5, 0.0])
    assert count_scale(MATRIX, own, 0.5, 1.0) == pytest.approx([1.25, 1.25, 0.5])
    assert count_scale(MATRIX, own, 0.0, 1.0) == pytest.approx([1.0, 1.0, 1.0])


def test_features_that_all_labels_use_alike_stay_as_they_are() -> None:
    same = csr_matrix(np.ones((2, 3)))
    assert count_scale(same, np.array([True, False]), 1.0, 1.0).tolist() == [1.0, 1.0, 1.0]


def test_features_below_0_count_nothing() -> None:
    """They stay as they are, and the others are scaled as without them."""
    wider = csr_matrix(np.hstack([MATRIX.toarray(), [[-1.0], [2.0], [0.5]]]))
    own, signed = np.array([True, True, False]), np.array([False, False, False, True])
    assert count_scale(wider, own, 1.0, 1.0, signed) == pytest.approx([1.5, 1.5, 0.0, 1.0])


@pytest.mark.parametrize("n_classes", [2, 4])
def test_the_folded_weights_give_the_scores_of_the_scaled_features(n_classes: int) -> None:
    """As fitting each label on scaled features and scoring scaled features does."""
    rng = np.random.default_rng(0)
    matrix = csr_matrix(random_array((60, 40), density=0.3, rng=rng))
    y = np.arange(60) % n_classes
    fitted = LinearSVC(count_ratio=0.7, tol=1e-6).fit(matrix, y)
    expected = []
    for c in range(n_classes) if n_classes > 2 else [1]:
        scale = count_scale(matrix, y == c, 0.7, 0.01)
        scaled = matrix.multiply(scale[None, :]).tocsr()
        expected.append(
            Plain(random_state=0, tol=1e-6).fit(scaled, y == c).decision_function(scaled)
        )
    scores = np.array(expected).T
    assert fitted.decision_function(matrix) == pytest.approx(
        scores if n_classes > 2 else scores.ravel(), abs=1e-4
    )
    best = scores.argmax(axis=1) if n_classes > 2 else scores.ravel() > 0
    assert (fitted.predict(matrix) == best).all()


@pytest.mark.parametrize("one_label", [True, False])
def test_a_bundle_scores_as_the_pipeline_does(
    project: Project, tmp_path: Path, one_label: bool
) -> None:
    """Article by article, and many at once."""
    spec, corpus = Experiment.parse(SPEC), project.corpus
    if one_label:
        spec = spec.with_settings({"classifier.pair_weight": 0.5})
    table = corpus.articles.iloc[:90]
    fields = FieldTexts(table)
    rng = np.random.default_rng(0)
    target = rng.integers(0, 3, 90) if one_label else (rng.random((90, 3)) < 0.4).astype(np.uint8)
    pipeline = fit(make_pipeline(spec, one_label=one_label), fields, target)
    scores = decision(pipeline, fields, 3)
    parts = linear_parts(pipeline, spec, 3)
    rule = "one" if one_label else "any"
    calibration = Calibration(one_label, np.ones(1 if one_label else 3), np.zeros(3))
    labels = project.themes.model.labels[:3]
    model = Model(
        "theme", "", labels, rule, parts.views, parts.weights.astype(np.float32),
        parts.intercept, calibration, np.full(3, 0.5), corpus.codebook, {},
    )  # fmt: skip
    text = (project.folder / "codebook.toml").read_text(encoding="utf-8")
    save_bundle(model, tmp_path / "bundle", text)
    loaded = load_bundle(tmp_path / "bundle")
    articles = [
        Article(article_id="", title=title, text=text)
        for title, text in zip(table["title"], table["text"], strict=True)
    ]
    expected = calibration.probabilities(scores)
    for few in (articles[:5], articles * 2):
        said = [list(p[0].scores.values()) for p in Labeler([loaded]).label(few)]
        assert np.array(said) == pytest.approx(np.vstack([expected] * 2)[: len(few)], abs=1e-5)


def test_a_classifier_without_ratios_refuses_them() -> None:
    from tenor.errors import SpecError

    with pytest.raises(SpecError, match="complement_nb does not take 'count_ratio'"):
        Experiment.parse('task = "theme"\n[classifier]\nkind = "complement_nb"\ncount_ratio = 1\n')


@pytest.mark.parametrize("class_weight", [None, "balanced"])
@pytest.mark.parametrize("n_classes", [2, 3])
def test_it_finds_what_scikit_learns_finds(n_classes: int, class_weight: str | None) -> None:
    rng = np.random.default_rng(1)
    matrix = csr_matrix(random_array((200, 50), density=0.2, rng=rng), dtype=np.float32)
    y = rng.integers(0, n_classes, 200)
    own = LinearSVC(C=0.7, class_weight=class_weight, tol=1e-6).fit(matrix, y)
    plain = Plain(C=0.7, class_weight=class_weight, tol=1e-6, max_iter=50_000).fit(matrix, y)
    assert own.decision_function(matrix) == pytest.approx(plain.decision_function(matrix), abs=1e-4)
    assert (own.predict(matrix) == plain.predict(matrix)).all()


@pytest.mark.parametrize("count_ratio", [0.0, 0.7])
def test_pairs_add_what_each_two_classes_alone_tell_apart(count_ratio: float) -> None:
    """For the first of two, and against the second, three times as much as the rest."""
    rng = np.random.default_rng(3)
    matrix = csr_matrix(random_array((200, 50), density=0.2, rng=rng), dtype=np.float32)
    y = rng.choice(3, 200, p=[0.6, 0.3, 0.1])
    settings = {"class_weight": "balanced", "tol": 1e-6, "count_ratio": count_ratio}
    expected = LinearSVC(**settings).fit(matrix, y).decision_function(matrix)
    for one, other in ((0, 1), (0, 2), (1, 2)):
        both = np.flatnonzero((y == one) | (y == other))
        alone = LinearSVC(**settings).fit(matrix[both], y[both] == one)
        scores = alone.decision_function(matrix)
        expected[:, one] += 3 * scores
        expected[:, other] -= 3 * scores
    fitted = LinearSVC(pair_weight=3, **settings).fit(matrix, y)
    assert fitted.decision_function(matrix) == pytest.approx(expected, abs=1e-3)


def test_two_classes_are_one_pair_already() -> None:
    matrix, y = csr_matrix(np.eye(4)), np.array([0, 1, 0, 1])
    with_pairs = LinearSVC(pair_weight=1).fit(matrix, y)
    assert with_pairs.weights_.tolist() == LinearSVC().fit(matrix, y).weights_.tolist()


def test_a_matrix_of_labels_has_no_pairs() -> None:
    with pytest.raises(ValueError, match="one class a row"):
        LinearSVC(pair_weight=1).fit(csr_matrix(np.eye(2)), np.eye(2, dtype=np.uint8))


def test_each_column_of_a_matrix_of_labels_is_a_problem_of_its_own() -> None:
    rng = np.random.default_rng(2)
    matrix = csr_matrix(random_array((90, 30), density=0.3, rng=rng))
    labels = (rng.random((90, 3)) < 0.3).astype(np.uint8)
    labels[:, 2] = 0
    together = LinearSVC(tol=1e-5, n_jobs=2).fit(matrix, labels)
    for column in (0, 1):
        alone = LinearSVC(tol=1e-5).fit(matrix, labels[:, column])
        assert together.weights_[:, column] == pytest.approx(alone.weights_[:, 0], abs=1e-6)
        assert (together.predict(matrix)[:, column] == alone.predict(matrix)).all()
    assert (together.decision_function(matrix)[:, 2] < -100).all()


def test_a_row_without_features_is_no_obstacle() -> None:
    matrix = csr_matrix(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]))
    fitted = LinearSVC().fit(matrix, np.array([0, 1, 0, 0]))
    assert fitted.predict(matrix).tolist() == [0, 1, 0, 0]
