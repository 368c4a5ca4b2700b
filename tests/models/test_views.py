"""The views of a spec as one transformer, from texts to a sparse matrix."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import hstack
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfVectorizer

from tenor.models.field_texts import FieldTexts
from tenor.models.pool import UnlabelledPool
from tenor.models.spec_tables import ViewSpec
from tenor.models.views import Features

TITLES = ["A dam", "The ferry is late", "", "Dam, dam"]
TEXTS = ["The dam holds; rain fell.", "Late again and again.", "Nothing.", "No dam is here."]
TABLE = pd.DataFrame({"title": TITLES, "text": TEXTS, "claim": ""})
VIEWS = (ViewSpec(field="title", weight=0.5), ViewSpec(field="body", ngram_range=(1, 2), min_df=2))
LSA = ViewSpec(field="body", n_components=2, weight=2.0)


def test_views_are_the_weighted_matrices_of_scikit_learn_side_by_side() -> None:
    train, texts = np.array([0, 1, 3]), FieldTexts(TABLE)
    features = Features(VIEWS).fit(texts.take(train))
    vectorizers = (
        TfidfVectorizer(sublinear_tf=True),
        TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2),
    )
    blocks = [
        vectorizer.fit([column[i] for i in train]).transform(column) * weight
        for vectorizer, column, weight in zip(vectorizers, (TITLES, TEXTS), (0.5, 1.0), strict=True)
    ]
    matrix = features.transform(texts)
    assert matrix.dtype == np.float32
    assert matrix.has_canonical_format
    assert matrix.toarray() == pytest.approx(hstack(blocks).toarray(), abs=1e-6)


def test_one_view_is_its_own_matrix() -> None:
    texts = FieldTexts(TABLE)
    both = Features(VIEWS).fit(texts).transform(texts).toarray()
    first = Features(VIEWS[:1]).fit(texts).transform(texts).toarray()
    second = Features(VIEWS[1:]).fit(texts).transform(texts).toarray()
    assert both.tolist() == np.hstack([first, second]).tolist()


def test_a_view_with_components_has_a_column_for_each() -> None:
    """Without a pool they are fitted on the texts of the training articles: their mean is 0."""
    texts = FieldTexts(TABLE)
    matrix = Features((*VIEWS, LSA)).fit(texts).transform(texts).toarray()
    plain = Features(VIEWS).fit(texts).transform(texts).toarray()
    assert matrix[:, :-2].tolist() == plain.tolist()
    embeddings = matrix[:, -2:]
    assert embeddings.mean(axis=0) == pytest.approx([0, 0], abs=1e-5)
    # Embeddings have a mean squared length of 1 before the weight of the view, which is 2.
    assert np.square(embeddings).sum(axis=1).mean() == pytest.approx(4, abs=1e-4)


def test_components_of_a_pool_are_used_where_it_has_texts() -> None:
    texts = FieldTexts(TABLE)
    pool = UnlabelledPool(
        texts=FieldTexts(TABLE), rows=np.arange(4), corpus_rows=np.array([0, 1, 3])
    )
    features = Features((LSA,), pool).fit(texts.take(np.array([0, 2])))
    assert features.fitted_ == [pool.components(LSA, pool.embedded_texts(texts))]
    embeddings = features.transform(texts).toarray()
    assert embeddings[[0, 1, 3]].mean(axis=0) == pytest.approx([0, 0], abs=1e-5)
    own = Features((LSA,), UnlabelledPool()).fit(texts).transform(texts).toarray()
    assert own == pytest.approx(Features((LSA,)).fit(texts).transform(texts).toarray())


def test_the_transformer_can_be_cloned() -> None:
    features = clone(Features(VIEWS))
    assert features.get_params() == {"views": VIEWS, "pool": None}
