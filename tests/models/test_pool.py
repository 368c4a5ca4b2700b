"""The unlabelled pool: which articles LSA components are fitted on, and what is shared."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tenor.models.field_texts import FieldTexts
from tenor.models.pool import UnlabelledPool
from tenor.models.spec_tables import ViewSpec

WORDS = ("dam", "water", "flood", "bridge", "toll", "road", "school", "pupil", "teacher")
VIEW = ViewSpec(field="body", n_components=2)


def table(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    texts = [" ".join(rng.choice(WORDS, 12)) for _ in range(n)]
    ids = [f"{seed}-{i}" for i in range(n)]
    return pd.DataFrame({"article_id": ids, "title": "", "text": texts, "claim": ""})


CORPUS, EXTERNAL = table(20, 0), table(12, 1)
OWN, OUTSIDE = np.arange(20), np.arange(20, 32)


def pool(
    corpus_rows: np.ndarray = OWN[:15],
    external_rows: np.ndarray = OUTSIDE,
    applicable: FieldTexts | None = None,
    corpus: pd.DataFrame = CORPUS,
) -> UnlabelledPool:
    texts = FieldTexts(pd.concat([corpus, EXTERNAL], ignore_index=True))
    return UnlabelledPool(applicable, texts, OWN, corpus_rows, external_rows, ("abc",))


def embeddings(of: UnlabelledPool, view: ViewSpec = VIEW) -> np.ndarray:
    texts = of.embedded_texts(FieldTexts(CORPUS))
    return of.components(view, texts).embed(texts.counts(view))


def test_components_do_not_depend_on_articles_that_the_pool_leaves_out() -> None:
    """Here test articles, the last five of the corpus, with other texts."""
    changed = CORPUS.copy()
    changed.loc[15:, "text"] = "other words entirely"
    expected = embeddings(pool())[:15]
    assert embeddings(pool(corpus=changed))[:15] == pytest.approx(expected, abs=1e-6)
    changed.loc[14, "text"] = "other words entirely"
    assert embeddings(pool(corpus=changed))[:14] != pytest.approx(expected[:14], abs=1e-3)


def test_components_depend_on_the_articles_of_unlabelled_corpora() -> None:
    without = pool(external_rows=OUTSIDE[:0])
    assert np.abs(embeddings(pool())) != pytest.approx(np.abs(embeddings(without)), abs=1e-3)


def test_components_are_fitted_once_for_a_pool_and_view() -> None:
    """Whatever the weight of the view; folds that tune a model share them."""
    own = pool()
    texts = own.embedded_texts(FieldTexts(CORPUS))
    components = own.components(VIEW, texts)
    heavier = VIEW.model_copy(update={"weight": 3.0})
    assert own.components(heavier, texts.take(np.arange(3))) is components
    fold = own.with_applicable(FieldTexts(CORPUS).take(np.arange(2)))
    assert fold.components(VIEW, texts) is components
    wider = VIEW.model_copy(update={"n_components": 3})
    assert own.components(wider, texts) is not components


def test_the_pool_of_another_training_set_has_its_own_components() -> None:
    """The sketch of an unlabelled corpus, which takes the time, is shared."""
    first = pool()
    texts = first.embedded_texts(FieldTexts(CORPUS))
    components = first.components(VIEW, texts)
    second = first.restrict(None, OWN[5:], OUTSIDE)
    assert second.components(VIEW, texts) is not components
    assert second._sketches is first._sketches
    assert len(first._sketches) == 1
    assert first.components(VIEW, texts) is components
    first.restrict(None, OWN[5:], OUTSIDE[:6]).components(VIEW, texts)
    assert len(first._sketches) == 2


def test_articles_of_a_table_are_found_in_the_pool() -> None:
    """A table may hold the labelled articles alone."""
    rows = np.array([3, 7, 11])
    own = pool().for_table(rows)
    labelled = FieldTexts(CORPUS.iloc[rows], ("dam",))
    found = own.embedded_texts(labelled.take(np.array([2, 0])))
    assert found.rows.tolist() == [11, 3]
    assert found.target_names == ("dam",)
    assert found.column("article_id").tolist() == ["0-11", "0-3"]


def test_an_empty_pool_has_no_articles() -> None:
    empty = UnlabelledPool()
    assert empty.applicable is None
    assert empty.texts is None
    assert empty.key == UnlabelledPool().key


def test_keys_of_pools_with_other_articles_differ() -> None:
    """A search is continued only where every article that it uses is the same."""
    texts = FieldTexts(CORPUS)
    pools = [
        UnlabelledPool(),
        pool(),
        pool(corpus_rows=OWN[1:16]),
        pool(external_rows=OUTSIDE[1:]),
        pool(external_rows=OUTSIDE[:0]),
        pool(applicable=texts.take(np.arange(3))),
        pool(applicable=texts.take(np.arange(4))),
        UnlabelledPool(applicable=texts.take(np.arange(3))),
        UnlabelledPool(fingerprints=("def",)),
    ]
    assert len({own.key for own in pools}) == len(pools)
    assert pool().key == pool().key
