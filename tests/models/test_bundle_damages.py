"""A bundle with a random damage is refused in one sentence, or labels within its labels."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tenor.articles import Article, read_articles
from tenor.features.compact_weights import CompactWeights
from tenor.models import Model, Prediction, save_bundle

from ..conftest import Project
from .damages import damage, end_of

N_DAMAGES = 75
"""Damages of each kind of weights; ``python -m tests.models.bundle_damages`` makes thousands."""


@pytest.fixture(scope="module")
def articles(project: Project) -> list[Article]:
    found = read_articles(project.folder / "data/new/wire.jsonl")
    return [article for article in found if isinstance(article, Article)][:3]


def _exact(model: Model) -> Model:
    return model


def _compact(model: Model) -> Model:
    assert not isinstance(model.weights, CompactWeights)
    return replace(model, weights=CompactWeights.of(model.weights, 0.01))


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize(("change", "first"), [(_exact, 0), (_compact, 10_000)])
def test_a_damaged_bundle_is_refused_in_one_sentence_or_labels(
    project: Project, tmp_path: Path, articles: list[Article], change: object, first: int
) -> None:
    assert callable(change)
    model: Model = change(project.themes.model)
    save_bundle(model, tmp_path / "intact", project.corpus.codebook_text, "# Card\n")
    intact: list[Prediction] = model.predict(articles)
    ends: Counter[str] = Counter()
    for seed in range(first, first + N_DAMAGES):
        bundle = shutil.copytree(tmp_path / "intact", tmp_path / "damaged")
        done = damage(bundle, seed)
        end = end_of(bundle, articles, intact)
        shutil.rmtree(bundle)
        assert end in ("refused", "labels", "other labels"), (seed, done, end)
        # Without a fresh manifest, any change is noticed.
        assert "fresh" in done or end != "other labels", (seed, done, end)
        ends[end] += 1
    assert ends["refused"] > N_DAMAGES / 2
