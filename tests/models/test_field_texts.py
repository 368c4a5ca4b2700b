"""Texts of fields: selections of a table share its counted terms."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tenor.models.field_texts import FieldTexts
from tenor.models.spec_tables import ViewSpec

TABLE = pd.DataFrame(
    {
        "title": ["A dam", "The ferry", "", "Dam, dam"],
        "text": ["The dam holds. Rain fell.", "Late again.", "Nothing.", "No dam here."],
        "claim": ["The dam is safe.", "", "", ""],
        "outlet": ["Herald", "Post", "Post", "Herald"],
    }
)
BODY = ViewSpec(field="body")


def terms_of(texts: FieldTexts, view: ViewSpec) -> list[str]:
    """Return the vocabulary that a view learns from these texts."""
    return list(view.vectorizer().fit(texts.counts(view)).get_feature_names_out())


def test_a_selection_has_the_rows_of_its_table() -> None:
    """Positions are those of the selection; rows are those of the table."""
    texts = FieldTexts(TABLE)
    assert len(texts) == 4
    selection = texts.take(np.array([3, 1, 0]))
    assert selection.rows.tolist() == [3, 1, 0]
    assert selection.take(np.array([2, 0])).rows.tolist() == [0, 3]
    assert selection.at(np.array([2])).rows.tolist() == [2]
    assert selection.concatenate(texts.at(np.array([2]))).rows.tolist() == [3, 1, 0, 2]
    assert texts.rows.tolist() == [0, 1, 2, 3]


def test_columns_and_texts_are_those_of_the_selected_articles() -> None:
    selection = FieldTexts(TABLE).take(np.array([3, 1]))
    assert selection.column("outlet").tolist() == ["Herald", "Post"]
    assert list(selection.title_text_pairs()) == [
        ("Dam, dam", "No dam here."),
        ("The ferry", "Late again."),
    ]


def test_a_vocabulary_has_the_terms_of_the_selected_articles_alone() -> None:
    """Although the counts are those of all articles of the table."""
    texts = FieldTexts(TABLE)
    assert terms_of(texts.take(np.array([1, 2])), BODY) == ["again", "late", "nothing"]
    counts = texts.take(np.array([3, 0])).counts(BODY)
    assert len(counts) == 2
    matrix = ViewSpec(field="body", norm=None, use_idf=False).vectorizer().fit_transform(counts)
    assert matrix.toarray().tolist() == [
        # dam, fell, here, holds, no, rain, the
        [1, 0, 1, 0, 1, 0, 0],
        [1, 1, 0, 1, 0, 1, 1],
    ]


def test_selections_count_a_table_once_for_each_text_and_analysis(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Views that differ in other settings share the counts."""
    texts = FieldTexts(TABLE)
    texts.take(np.array([0])).counts(BODY)
    monkeypatch.delattr("tenor.features.field_batches.field_batches")
    assert len(texts.counts(ViewSpec(field="body", weight=0.5, min_df=2, norm="l1"))) == 4
    assert len(texts.with_target_names(("dam",)).counts(BODY)) == 4
    with pytest.raises(ImportError):
        texts.counts(ViewSpec(field="body", ngram_range=(1, 2)))
    with pytest.raises(ImportError):
        texts.counts(ViewSpec(field="title"))


def test_fields_of_a_target_are_computed_with_its_names() -> None:
    view = ViewSpec(field="target_sentences")
    texts = FieldTexts(TABLE, ("dam",))
    assert texts.take(np.array([0])).target_names == ("dam",)
    assert terms_of(texts, view) == ["dam", "here", "holds", "no", "the"]
    assert terms_of(texts.with_target_names(("rain",)), view) == ["fell", "rain"]
    assert texts.target_names == ("dam",)
