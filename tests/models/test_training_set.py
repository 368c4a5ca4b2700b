"""The training set of a task, and its labelled and unlabelled articles."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tenor.codebook import THEMES, Codebook, Task
from tenor.errors import CorpusError
from tenor.labeling import ResolvedLabels
from tenor.models.field_texts import FieldTexts
from tenor.models.pool import UnlabelledPool
from tenor.models.spec_tables import ViewSpec
from tenor.models.training_set import TrainingSet, groups_of

BOOK = Codebook.parse("""version = "1"
themes_per_article = "one or more"
[[themes]]
name = "economy"
[[themes]]
name = "sport"
[[targets]]
name = "toll"
""")
TABLE = pd.DataFrame(
    {
        "title": "",
        "text": ["a b", "b c", "c d", "d e", "e f"],
        "claim": "",
        "duplicate_group": ["g", "g", "h", "i", "j"],
        "outlet": ["Herald", "Post", "Post", "Wire", "Wire"],
    }
)


def training_set(matrix: list[list[int]], per_article: str = "any") -> TrainingSet:
    n, n_labels = len(matrix), len(matrix[0])
    labels = ResolvedLabels(
        np.arange(n),
        ("economy", "sport", "weather")[:n_labels],
        np.array(matrix, dtype=np.uint8),
        np.array([i % 2 == 0 for i in range(n)]),
    )
    return TrainingSet(FieldTexts(TABLE).take(np.arange(n)), labels, per_article, "themes")


THREE = training_set([[1, 0, 0], [0, 0, 1], [1, 0, 1]])


def test_the_task_names_the_training_set_and_its_labels_per_article() -> None:
    for task, per_article, name in (
        (THEMES, "one or more", "themes"),
        (Task.stance("toll"), "one", "toll"),
    ):
        training = TrainingSet.of_task(task, BOOK, THREE.texts, THREE.labels, UnlabelledPool())
        assert (training.labels_per_article, training.name) == (per_article, name)
        assert training.single_label is (per_article == "one")


def test_labels_that_no_article_has_are_left_out() -> None:
    occurring = THREE.with_occurring_labels()
    assert occurring.labels.labels == ("economy", "weather")
    assert occurring.labels.matrix.tolist() == [[1, 0], [0, 1], [1, 1]]
    assert occurring.labels.is_gold.tolist() == [True, False, True]
    assert THREE.labels.labels == ("economy", "sport", "weather")


@pytest.mark.parametrize(
    ("matrix", "per_article", "n_labels", "n_needed"),
    [
        ([[0, 0], [0, 0]], "any", 0, 1),
        ([[1, 0], [1, 0]], "one", 1, 2),
    ],
)
def test_too_few_different_labels_raise_one_sentence(
    matrix: list[list[int]], per_article: str, n_labels: int, n_needed: int
) -> None:
    with pytest.raises(CorpusError) as caught:
        training_set(matrix, per_article).with_occurring_labels()
    assert str(caught.value) == (
        f"themes: 2 training articles with {n_labels} different "
        f"label{'s' if n_labels != 1 else ''}, where {n_needed} are needed; label more articles"
    )


def test_one_theme_suffices_where_an_article_may_have_none() -> None:
    occurring = training_set([[1, 0], [0, 0]]).with_occurring_labels()
    assert occurring.labels.labels == ("economy",)


def test_a_selection_has_the_texts_and_labels_of_its_articles() -> None:
    pool = UnlabelledPool(applicable=FieldTexts(TABLE).take(np.array([3])))
    training = TrainingSet(THREE.texts, THREE.labels, "any", "themes", pool).take(np.array([2, 0]))
    assert training.texts.rows.tolist() == [2, 0]
    assert training.labels.matrix.tolist() == [[1, 0, 1], [1, 0, 0]]
    assert training.pool is pool


def test_the_vocabulary_is_that_of_labelled_and_applicable_articles() -> None:
    """The labelled ones come first."""
    assert THREE.vocabulary_texts.rows.tolist() == [0, 1, 2]
    pool = UnlabelledPool(applicable=FieldTexts(TABLE).take(np.array([4, 3])))
    training = TrainingSet(THREE.texts, THREE.labels, "any", "themes", pool)
    assert training.vocabulary_texts.rows.tolist() == [0, 1, 2, 4, 3]


def test_groups_are_those_of_the_selected_articles() -> None:
    assert THREE.groups().codes.tolist() == [0, 0, 1]
    by_outlet = THREE.groups("outlet")
    assert by_outlet.group_by == "outlet"
    # The second shares its outlet with the third, and its near-duplicates with the first.
    assert by_outlet.disjoint_from(np.array([1])).tolist() == [False, False, False]
    assert by_outlet.disjoint_from(np.array([0])).tolist() == [False, False, True]
    assert groups_of(THREE.texts, "outlet").codes.tolist() == by_outlet.codes.tolist()


def test_terms_can_be_counted_before_they_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """With LSA components, those of the pool's articles."""
    table = TABLE.assign(article_id="")
    pool = UnlabelledPool(texts=FieldTexts(table), rows=np.arange(5))
    training = TrainingSet(THREE.texts, THREE.labels, "any", "themes", pool)
    embedded = ViewSpec(field="body", n_components=2)
    training.count_terms([ViewSpec(field="title"), embedded])
    monkeypatch.delattr("tenor.features.field_batches.field_batches")
    assert len(training.texts.counts(ViewSpec(field="title"))) == 3
    assert len(pool.embedded_texts(training.texts).counts(embedded)) == 3
    with pytest.raises(ImportError):
        training.texts.counts(embedded)
