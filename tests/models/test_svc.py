"""The SVM classifier, against scikit-learn's; NB-SVM and one-vs-one scores in its weights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix, random_array
from sklearn.svm import LinearSVC as SklearnLinearSVC

from tenor.articles import Article
from tenor.codebook import Task
from tenor.errors import SpecError
from tenor.models import Labeler, Model, load_bundle, save_bundle
from tenor.models.binary_svc import nb_feature_scales
from tenor.models.calibration import Calibration
from tenor.models.estimator import decision_function, fit, linear_parts, make_pipeline
from tenor.models.field_texts import FieldTexts
from tenor.models.spec import Experiment
from tenor.models.svc import LinearSVC

from ..conftest import Project

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
nb_interpolation = 0.5
"""


@pytest.mark.parametrize("class_weight", [None, "balanced"])
@pytest.mark.parametrize("n_classes", [2, 3])
def test_the_scores_are_scikit_learns(n_classes: int, class_weight: str | None) -> None:
    rng = np.random.default_rng(1)
    matrix = csr_matrix(random_array((200, 50), density=0.2, rng=rng), dtype=np.float32)
    y = rng.integers(0, n_classes, 200)
    fitted = LinearSVC(C=0.7, class_weight=class_weight, tol=1e-6).fit(matrix, y)
    expected = SklearnLinearSVC(C=0.7, class_weight=class_weight, tol=1e-6, max_iter=50_000).fit(
        matrix, y
    )
    assert fitted.decision_function(matrix) == pytest.approx(
        expected.decision_function(matrix), abs=1e-4
    )
    assert (fitted.predict(matrix) == expected.predict(matrix)).all()


@pytest.mark.parametrize("n_classes", [2, 4])
def test_nb_svm_weights_give_the_scores_of_a_classifier_of_scaled_features(n_classes: int) -> None:
    rng = np.random.default_rng(0)
    matrix = csr_matrix(random_array((60, 40), density=0.3, rng=rng))
    y = np.arange(60) % n_classes
    fitted = LinearSVC(nb_interpolation=0.7, tol=1e-6).fit(matrix, y)
    columns = []
    for label in range(n_classes) if n_classes > 2 else [1]:
        sums = matrix[y == label].sum(axis=0), matrix.sum(axis=0)
        scales = nb_feature_scales(*map(np.ravel, map(np.asarray, sums)), 0.7, 0.01)
        scaled = matrix.multiply(scales[None, :]).tocsr()
        svc = SklearnLinearSVC(random_state=0, tol=1e-6).fit(scaled, y == label)
        columns.append(svc.decision_function(scaled))
    scores = np.array(columns).T
    assert fitted.decision_function(matrix) == pytest.approx(
        scores if n_classes > 2 else scores.ravel(), abs=1e-4
    )
    expected = scores.argmax(axis=1) if n_classes > 2 else scores.ravel() > 0
    assert (fitted.predict(matrix) == expected).all()


@pytest.mark.parametrize("nb_interpolation", [0.0, 0.7])
def test_one_vs_one_scores_are_added_to_those_of_both_classes(nb_interpolation: float) -> None:
    """With the weight 3, to the first class of a pair, and from the second."""
    rng = np.random.default_rng(3)
    matrix = csr_matrix(random_array((200, 50), density=0.2, rng=rng), dtype=np.float32)
    y = rng.choice(3, 200, p=[0.6, 0.3, 0.1])
    settings = {"class_weight": "balanced", "tol": 1e-6, "nb_interpolation": nb_interpolation}
    expected = LinearSVC(**settings).fit(matrix, y).decision_function(matrix)
    for first, second in ((0, 1), (0, 2), (1, 2)):
        either = np.flatnonzero((y == first) | (y == second))
        pair = LinearSVC(**settings).fit(matrix[either], y[either] == first)
        scores = pair.decision_function(matrix)
        expected[:, first] += 3 * scores
        expected[:, second] -= 3 * scores
    fitted = LinearSVC(ovo_weight=3, **settings).fit(matrix, y)
    assert fitted.decision_function(matrix) == pytest.approx(expected, abs=1e-3)


def test_one_vs_one_scores_change_nothing_for_two_classes() -> None:
    matrix, y = csr_matrix(np.eye(4)), np.array([0, 1, 0, 1])
    with_pairs = LinearSVC(ovo_weight=1).fit(matrix, y)
    assert with_pairs.weights_.tolist() == LinearSVC().fit(matrix, y).weights_.tolist()


def test_one_vs_one_scores_of_several_labels_an_article_raise_an_error() -> None:
    message = "ovo_weight '1' needs one class a row, and y is a matrix of labels"
    with pytest.raises(ValueError, match=message):
        LinearSVC(ovo_weight=1).fit(csr_matrix(np.eye(2)), np.eye(2, dtype=np.uint8))


def test_each_column_of_a_label_matrix_is_fitted_as_if_it_were_alone() -> None:
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


def test_rows_without_features_can_be_fitted_and_predicted() -> None:
    matrix = csr_matrix(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]))
    fitted = LinearSVC().fit(matrix, np.array([0, 1, 0, 0]))
    assert fitted.predict(matrix).tolist() == [0, 1, 0, 0]


def test_other_classifiers_refuse_nb_interpolation() -> None:
    spec = 'task = "theme"\n[classifier]\nkind = "complement_nb"\nnb_interpolation = 1\n'
    with pytest.raises(SpecError, match="complement_nb does not take 'nb_interpolation'"):
        Experiment.parse(spec)


@pytest.mark.parametrize("single_label", [True, False])
def test_a_bundle_gives_the_probabilities_of_the_pipeline(
    project: Project, tmp_path: Path, single_label: bool
) -> None:
    """For few articles on the plain path, and for many by compiled loops."""
    spec, corpus = Experiment.parse(SPEC), project.corpus
    if single_label:
        spec = spec.with_settings({"classifier.ovo_weight": 0.5})
    table = corpus.articles.iloc[:90]
    texts = FieldTexts(table)
    rng = np.random.default_rng(0)
    if single_label:
        y: np.ndarray = rng.integers(0, 3, 90)
    else:
        y = (rng.random((90, 3)) < 0.4).astype(np.uint8)
    pipeline = fit(make_pipeline(spec, single_label=single_label), texts, y)
    parts = linear_parts(pipeline, spec, 3)
    calibration = Calibration(single_label, np.ones(1 if single_label else 3), np.zeros(3))
    model = replace(
        project.themes.model,
        labels=project.themes.model.labels[:3],
        labels_per_article="one" if single_label else "any",
        views=parts.views,
        weights=parts.weights.astype(np.float32),
        intercept=parts.intercept,
        calibration=calibration,
        thresholds=np.full(3, 0.5),
        reference=None,
    )
    assert isinstance(model, Model)
    assert model.task == Task("theme")
    save_bundle(model, tmp_path / "bundle", corpus.codebook_text)
    loaded = load_bundle(tmp_path / "bundle")
    articles = [
        Article(article_id="", title=title, text=text)
        for title, text in zip(table["title"], table["text"], strict=True)
    ]
    expected = calibration.probabilities(decision_function(pipeline, texts, 3))
    for some in (articles[:5], articles * 2):
        predictions = Labeler([loaded]).label(some)
        scores = np.array([list(prediction.scores.values()) for [prediction] in predictions])
        assert scores == pytest.approx(np.vstack([expected] * 2)[: len(some)], abs=1e-5)


@pytest.mark.parametrize("nb_interpolation", [0.0, 0.5])
def test_a_row_whose_label_is_unknown_has_no_part_in_the_problem_of_that_label(
    nb_interpolation: float,
) -> None:
    """The other labels are fitted on it, bit for bit as without an unknown label."""
    rng = np.random.default_rng(0)
    matrix = csr_matrix(random_array((80, 30), density=0.3, rng=rng), dtype=np.float32)
    y = rng.integers(0, 2, (80, 3)).astype(np.uint8)
    is_known = np.ones(y.shape, dtype=bool)
    svc = LinearSVC(class_weight="balanced", nb_interpolation=nb_interpolation, tol=1e-6)
    plain = svc.fit(matrix, y).weights_.copy()
    assert svc.fit(matrix, y, is_known).weights_.tolist() == plain.tolist()
    is_known[20:, 1] = False
    masked = svc.fit(matrix, y, is_known)
    assert masked.weights_[:, [0, 2]].tolist() == plain[:, [0, 2]].tolist()
    alone = LinearSVC(class_weight="balanced", nb_interpolation=nb_interpolation, tol=1e-6)
    alone.fit(matrix[:20], y[:20])
    assert masked.weights_[:, 1] == pytest.approx(alone.weights_[:, 1], abs=1e-4)
    assert masked.intercept_[1] == pytest.approx(alone.intercept_[1], abs=1e-4)
