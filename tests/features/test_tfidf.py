"""The fast vectorizer gives scikit-learn's matrix, to the last digit that counts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer as Plain

from tenor.features import FittedView
from tenor.features.columns import Columns
from tenor.features.counts import Counts
from tenor.features.tfidf import TfidfVectorizer

from ..conftest import SHARED, Project

NASTY = "aábBßIİıΣσς_09٣०中文日مرح \n\t\r\u00a0\u2028\u200b\u200d\u0301'-.,!ſǅﬁ𝐀\x00\x1c\ud800"
TEXTS = st.lists(
    st.one_of(st.text(NASTY, max_size=40), st.text(max_size=40), st.sampled_from(["", "ab", "a"])),
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


def _assert_same(texts: list[str], others: list[str], parameters: dict[str, Any]) -> None:
    plain, fast = Plain(**parameters), TfidfVectorizer(**parameters)
    try:
        expected = plain.fit_transform(texts)
    except ValueError:
        with pytest.raises(ValueError, match=r"vocabulary|terms|documents"):
            fast.fit_transform(texts)
        return
    found = fast.fit_transform(texts)
    assert fast.get_feature_names_out().tolist() == plain.get_feature_names_out().tolist()
    assert fast.vocabulary_ == plain.vocabulary_
    if parameters.get("use_idf", True):
        assert fast.idf_ == pytest.approx(plain.idf_, rel=1e-12)
    for a, b in ((found, expected), (fast.transform(others), plain.transform(others))):
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
def test_any_texts_give_scikit_learns_matrix(
    parameters: dict[str, Any], texts: list[str], others: list[str]
) -> None:
    _assert_same(texts, others, parameters)


@pytest.mark.parametrize("parameters", SETTINGS, ids=str)
def test_the_sample_gives_scikit_learns_matrix(
    project: Project, parameters: dict[str, Any]
) -> None:
    texts = project.corpus.articles["text"].tolist()
    _assert_same(texts[:160], texts[160:], parameters)


@pytest.mark.parametrize("n_jobs", [1, 2, 3, -1, None])
def test_the_number_of_threads_changes_nothing(project: Project, n_jobs: int | None) -> None:
    texts = project.corpus.articles["text"].tolist() * 6
    parameters: dict[str, Any] = {"ngram_range": (1, 2), "min_df": 2}
    expected = Plain(**parameters).fit_transform(texts)
    found = TfidfVectorizer(n_jobs=n_jobs, **parameters).fit_transform(texts)
    assert found.nnz == expected.nnz
    assert abs(found - expected).max() <= 1e-12


def test_every_code_point_is_folded_as_python_folds_it() -> None:
    letters = [chr(cp) for cp in range(0x110000)]
    texts = ["".join(f"{a}{a} " for a in letters[i : i + 4096]) for i in range(0, 0x110000, 4096)]
    plain, fast = Plain().fit(texts), TfidfVectorizer().fit(texts)
    assert fast.get_feature_names_out().tolist() == plain.get_feature_names_out().tolist()


@pytest.mark.parametrize("as_mapping", [True, False])
def test_a_given_vocabulary_keeps_its_columns(as_mapping: bool) -> None:
    terms = ["dam", "the dam", "river", "a", "holds", "the  dam", " dam"]
    vocabulary = {term: i for i, term in enumerate(terms)} if as_mapping else terms
    texts = ["The dam holds a dam", "holds"]
    plain = Plain(vocabulary=vocabulary, ngram_range=(1, 2), use_idf=False)
    fast = TfidfVectorizer(vocabulary=vocabulary, ngram_range=(1, 2), use_idf=False)
    assert abs(fast.fit_transform(texts) - plain.fit_transform(texts)).max() <= 1e-12
    assert fast.get_feature_names_out().tolist() == terms


def test_float32_is_float32_from_end_to_end(project: Project) -> None:
    texts = project.corpus.articles["text"].tolist()[:50]
    fast = TfidfVectorizer(dtype=np.float32).fit(texts)
    assert fast.idf_.dtype == np.float32
    matrix = fast.transform(texts)
    assert matrix.dtype == np.float32
    assert abs(matrix - Plain().fit(texts).transform(texts)).max() < 1e-6


def test_it_stands_where_scikit_learns_stands(project: Project) -> None:
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

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


@pytest.mark.parametrize(
    ("parameters", "fault"),
    [
        ({"token_pattern": r"\S+"}, "is not the default; use sklearn"),
        ({"ngram_range": (2, 1)}, "is not a rising pair"),
        ({"analyzer": "sentence"}, "is not one of word, char, char_wb"),
        ({"min_df": 5, "max_df": 2}, "max_df corresponds to < documents than min_df"),
        ({"norm": "l3"}, "is not one of l1, l2, None"),
        ({"vocabulary": ["a", "a"]}, "stands twice"),
    ],
)
def test_a_parameter_that_cannot_be_is_told(parameters: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        TfidfVectorizer(**parameters).fit(["the dam", "the river"])


@pytest.mark.filterwarnings("ignore:Can't test estimator")
def test_scikit_learns_checks_treat_it_as_they_treat_scikit_learns() -> None:
    from sklearn.utils.estimator_checks import check_estimator

    outcomes = [
        [(done["check_name"], done["status"]) for done in check_estimator(estimator, on_fail=None)]
        for estimator in (TfidfVectorizer(), Plain())
    ]
    assert outcomes[0] == outcomes[1]
    assert "failed" not in [status for _, status in outcomes[0]]


def test_texts_are_read_once_and_may_come_from_a_generator() -> None:
    texts = ["the dam holds", "the river rises", "the dam leaks"] * 400
    read = iter(texts)
    matrix = TfidfVectorizer(ngram_range=(1, 2)).fit_transform(read)
    assert abs(matrix - Plain(ngram_range=(1, 2)).fit_transform(texts)).max() <= 1e-12
    assert next(read, None) is None


@pytest.mark.parametrize("parameters", [SETTINGS[1], SETTINGS[3], SETTINGS[11], SETTINGS[13]])
def test_a_fold_learns_from_shared_counts_what_it_learns_from_its_texts(
    project: Project, parameters: dict[str, Any]
) -> None:
    texts = project.corpus.articles["text"].tolist()[:90]
    chosen = np.array([3, 80, 5, *range(20, 60)])
    others = np.setdiff1d(np.arange(90), chosen)
    counts = Counts.of([texts], TfidfVectorizer(**parameters).analysis, 2)
    fold = TfidfVectorizer(**parameters)
    own = TfidfVectorizer(**parameters)
    found = fold.fit_transform(counts.take(chosen))
    expected = own.fit_transform([texts[i] for i in chosen])
    assert fold.get_feature_names_out().tolist() == own.get_feature_names_out().tolist()
    assert (found != expected).nnz == 0
    held_out = [texts[i] for i in others]
    assert (fold.transform(counts.take(others)) != own.transform(held_out)).nnz == 0
    assert (fold.transform(held_out) != own.transform(held_out)).nnz == 0
    with pytest.raises(ValueError, match="not of the texts that it was fitted on"):
        own.transform(counts)


def test_dropped_terms_leave_narrow_columns() -> None:
    """Wider numbers would be compiled for once more and double what they take."""
    columns = Columns(np.array([0, 1], np.int32), np.array([2], np.int32), 3)
    kept = columns.kept(np.array([False, True, True]))
    assert (kept.of_token.tolist(), kept.of_gram.tolist(), kept.n) == ([-1, 0], [1], 2)
    assert kept.of_token.dtype == kept.of_gram.dtype == np.int32


def test_one_text_instead_of_many_is_refused() -> None:
    with pytest.raises(ValueError, match="string object received"):
        TfidfVectorizer().fit("the dam")


def test_the_plain_path_gives_the_same_vectors(project: Project) -> None:
    from collections import Counter

    texts = project.corpus.articles["text"].tolist()[:80]
    for parameters in ({"ngram_range": (1, 2), "sublinear_tf": True}, SETTINGS[11], SETTINGS[5]):
        fast = TfidfVectorizer(**parameters).fit(texts[:60])
        view = FittedView.of("body", fast, 1.0)
        matrix = fast.transform(texts[60:])
        for i, text in enumerate(texts[60:]):
            columns, values = view.vectorize(Counter(view.analysis.terms(text)))
            row = matrix[i]
            assert columns.tolist() == row.indices.tolist()
            assert values == pytest.approx(row.data, abs=1e-12)


@pytest.mark.parametrize("name", ["reuters21578", "newsgroups20"])
def test_a_real_corpus_gives_scikit_learns_matrix(name: str) -> None:
    import pandas as pd

    path: Path = SHARED / "datasets" / name / "train.parquet"
    if not path.exists():
        pytest.skip(f"the corpus {name} stands outside the project, and is not here")
    texts = pd.read_parquet(path, columns=["body"])["body"].tolist()[:4000]
    for parameters in ({"ngram_range": (1, 2), "min_df": 2, "sublinear_tf": True}, SETTINGS[11]):
        _assert_same(texts[:3000], texts[3000:], parameters)


def test_where_nothing_can_be_written_the_loops_compile_all_the_same(tmp_path: Path) -> None:
    """A read-only install with no home: only this process keeps what it compiles."""
    code = (
        "import tempfile\n"
        "from numba.core import caching\n"
        "for locator in list(caching.CacheImpl._locator_classes):\n"
        "    locator.from_function = classmethod(lambda cls, *a: None)\n"
        "from tenor.features.kernels.tables import gram_table\n"
        "print(gram_table()[2] == 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "True\n"
