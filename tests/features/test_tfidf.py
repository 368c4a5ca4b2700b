"""The vectorizer has scikit-learn's results, to 1e-12."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer as SklearnVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from sklearn.utils.estimator_checks import check_estimator

from tenor.features import FittedView
from tenor.features.tfidf import TfidfVectorizer

from ..conftest import SHARED, Project

HARD_CHARACTERS = (
    "aábBßIİıΣσς_09٣०中文日مرح \n\t\r\u00a0\u2028\u200b\u200d\u0301'-.,!ſǅﬁ𝐀\x00\x1c\ud800"
)
TEXTS = st.lists(
    st.one_of(
        st.text(HARD_CHARACTERS, max_size=40),
        st.text(max_size=40),
        st.sampled_from(["", "ab", "a"]),
    ),
    min_size=1,
    max_size=8,
)
SETTINGS: list[dict[str, Any]] = [
    {},
    {"ngram_range": (1, 2)},
    {"ngram_range": (2, 3), "min_df": 2},
    {"ngram_range": (1, 3), "max_df": 0.7, "sublinear_tf": True},
    {"ngram_range": (1, 2), "max_features": 5, "norm": "l1"},
    {"stop_words": ["ab", "bb", "中文"], "ngram_range": (1, 2)},
    {"strip_accents": "unicode", "ngram_range": (1, 2)},
    {"strip_accents": "ascii", "lowercase": False},
    {"lowercase": False, "binary": True, "use_idf": False, "norm": None},
    {"analyzer": "char", "ngram_range": (1, 3)},
    {"analyzer": "char", "ngram_range": (3, 5), "smooth_idf": False, "min_df": 2},
    {"analyzer": "char_wb", "ngram_range": (2, 4), "sublinear_tf": True},
    {"analyzer": "char_wb", "ngram_range": (4, 5), "strip_accents": "unicode"},
    {"analyzer": "char_wb", "ngram_range": (1, 2), "max_features": 7},
]
STOP_WORDS, CHAR_WB = SETTINGS[5], SETTINGS[11]


def _assert_equal(texts: list[str], others: list[str], parameters: dict[str, Any]) -> None:
    sklearn, ours = SklearnVectorizer(**parameters), TfidfVectorizer(**parameters)
    try:
        expected = sklearn.fit_transform(texts)
    except ValueError:
        with pytest.raises(ValueError, match=r"vocabulary|term|documents|below min_df"):
            ours.fit_transform(texts)
        return
    matrix = ours.fit_transform(texts)
    assert ours.get_feature_names_out().tolist() == sklearn.get_feature_names_out().tolist()
    assert ours.vocabulary_ == sklearn.vocabulary_
    if parameters.get("use_idf", True):
        assert ours.idf_ == pytest.approx(sklearn.idf_, rel=1e-12)
    for a, b in ((matrix, expected), (ours.transform(others), sklearn.transform(others))):
        assert a.shape == b.shape
        assert a.nnz == b.nnz
        assert a.dtype == b.dtype
        assert a.has_sorted_indices
        assert abs(a - b).max() <= 1e-12 if a.nnz else True


@pytest.mark.parametrize("parameters", SETTINGS, ids=str)
@settings(max_examples=40)
@given(texts=TEXTS, others=TEXTS)
@example(texts=["İstanbul ΟΔΥΣΣΕΥΣ", "iistanbul"], others=["İİ", "Σ ΑΣ"])
@example(texts=["a\n\nb c\n d", "   ", ""], others=["a b  c"])
def test_any_texts_have_scikit_learns_matrix(
    parameters: dict[str, Any], texts: list[str], others: list[str]
) -> None:
    _assert_equal(texts, others, parameters)


@pytest.mark.parametrize("parameters", SETTINGS, ids=str)
def test_the_sample_has_scikit_learns_matrix(project: Project, parameters: dict[str, Any]) -> None:
    texts = project.corpus.articles["text"].tolist()
    _assert_equal(texts[:160], texts[160:], parameters)


@pytest.mark.parametrize("name", ["reuters21578", "newsgroups20"])
def test_a_public_corpus_has_scikit_learns_matrix(name: str) -> None:
    path: Path = SHARED / "datasets" / name / "train.parquet"
    if not path.exists():
        pytest.skip(f"the corpus {name} is not part of the project, and not here")
    texts = pd.read_parquet(path, columns=["body"])["body"].tolist()[:4000]
    for parameters in ({"ngram_range": (1, 2), "min_df": 2, "sublinear_tf": True}, CHAR_WB):
        _assert_equal(texts[:3000], texts[3000:], parameters)


@pytest.mark.parametrize("n_jobs", [1, 2, 3, -1, None])
def test_the_number_of_threads_changes_nothing(project: Project, n_jobs: int | None) -> None:
    texts = project.corpus.articles["text"].tolist() * 6
    parameters: dict[str, Any] = {"ngram_range": (1, 2), "min_df": 2}
    expected = SklearnVectorizer(**parameters).fit_transform(texts)
    matrix = TfidfVectorizer(n_jobs=n_jobs, **parameters).fit_transform(texts)
    assert matrix.nnz == expected.nnz
    assert abs(matrix - expected).max() <= 1e-12


def test_every_code_point_is_folded_as_scikit_learn_folds_it() -> None:
    letters = [chr(cp) for cp in range(0x110000)]
    texts = ["".join(f"{a}{a} " for a in letters[i : i + 4096]) for i in range(0, 0x110000, 4096)]
    sklearn, ours = SklearnVectorizer().fit(texts), TfidfVectorizer().fit(texts)
    assert ours.get_feature_names_out().tolist() == sklearn.get_feature_names_out().tolist()


@pytest.mark.parametrize("as_mapping", [True, False])
def test_a_fixed_vocabulary_keeps_its_columns(as_mapping: bool) -> None:
    terms = ["dam", "the dam", "river", "a", "holds", "the  dam", " dam"]
    vocabulary = {term: i for i, term in enumerate(terms)} if as_mapping else terms
    texts = ["The dam holds a dam", "holds"]
    parameters: dict[str, Any] = {"ngram_range": (1, 2), "use_idf": False}
    expected = SklearnVectorizer(vocabulary=vocabulary, **parameters).fit_transform(texts)
    ours = TfidfVectorizer(vocabulary=vocabulary, **parameters)
    assert abs(ours.fit_transform(texts) - expected).max() <= 1e-12
    assert ours.get_feature_names_out().tolist() == terms


def test_float32_vectorizers_compute_in_float32(project: Project) -> None:
    texts = project.corpus.articles["text"].tolist()[:50]
    ours = TfidfVectorizer(dtype=np.float32).fit(texts)
    assert ours.idf_.dtype == np.float32
    matrix = ours.transform(texts)
    assert matrix.dtype == np.float32
    assert abs(matrix - SklearnVectorizer().fit(texts).transform(texts)).max() < 1e-6


def test_texts_are_read_once_and_may_come_from_a_generator() -> None:
    texts = ["the dam holds", "the river rises", "the dam leaks"] * 400
    iterator = iter(texts)
    matrix = TfidfVectorizer(ngram_range=(1, 2)).fit_transform(iterator)
    expected = SklearnVectorizer(ngram_range=(1, 2)).fit_transform(texts)
    assert abs(matrix - expected).max() <= 1e-12
    assert next(iterator, None) is None


def test_it_works_in_pipelines_and_searches(project: Project) -> None:
    texts = project.corpus.articles["text"].tolist()[:60]
    search = GridSearchCV(
        make_pipeline(TfidfVectorizer(), LinearSVC()),
        {"tfidfvectorizer__ngram_range": [(1, 1), (1, 2)], "tfidfvectorizer__min_df": [1, 2]},
        cv=2,
    )
    search.fit(texts, np.arange(60) % 2)
    assert search.best_estimator_[0].get_params()["n_jobs"] == -1
    copy = clone(TfidfVectorizer(min_df=3, ngram_range=(1, 2)))
    assert (copy.min_df, copy.ngram_range) == (3, (1, 2))
    with pytest.raises(NotFittedError):
        copy.transform(texts)


@pytest.mark.filterwarnings("ignore:Can't test estimator")
def test_scikit_learns_checks_of_estimators_have_the_same_outcomes() -> None:
    outcomes = [
        [(done["check_name"], done["status"]) for done in check_estimator(estimator, on_fail=None)]
        for estimator in (TfidfVectorizer(), SklearnVectorizer())
    ]
    assert outcomes[0] == outcomes[1]
    assert "failed" not in [status for _, status in outcomes[0]]


def test_the_plain_path_has_the_same_vectors(project: Project) -> None:
    texts = project.corpus.articles["text"].tolist()[:80]
    for parameters in ({"ngram_range": (1, 2), "sublinear_tf": True}, CHAR_WB, STOP_WORDS):
        ours = TfidfVectorizer(**parameters).fit(texts[:60])
        view = FittedView.of("body", ours, 1.0)
        matrix = ours.transform(texts[60:])
        for i, text in enumerate(texts[60:]):
            columns, values = view.vectorize(Counter(view.analysis.terms(text)))
            row = matrix[i]
            assert columns.tolist() == row.indices.tolist()
            assert values == pytest.approx(row.data, abs=1e-12)
