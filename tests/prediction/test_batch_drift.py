"""The drift of a bulk labelling."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tenor.articles import Article
from tenor.models import Model
from tenor.prediction.batch_drift import measure_drifts, new_counts
from tenor.prediction.bulk import predict
from tenor.prediction.columns import RowOptions
from tenor.prediction.rows import label_rows

from ..conftest import Project


@pytest.fixture
def all_models(project: Project) -> dict[str, Model]:
    models = [project.themes.model, *(training.model for training in project.stances)]
    return {model.name: model for model in models}


def test_articles_like_those_in_training_show_no_drift(
    project: Project, all_models: dict[str, Model]
) -> None:
    """The training articles themselves: their outlets and months are all known."""
    counts = new_counts(all_models)
    rows = np.arange(len(project.corpus.articles))
    list(label_rows(project.corpus.articles_at(rows), all_models, drift=counts))
    drift = measure_drifts(counts, all_models)["tenor-theme"]
    assert drift.n_articles == len(rows)
    assert not drift.has_more_unknown_terms
    assert not drift.has_new_outlets
    assert not drift.is_late


def test_other_articles_are_counted_for_each_model_that_labels_them(
    all_models: dict[str, Model],
) -> None:
    """A stance model counts those alone that name its target; rows that are left out count too."""
    target = next(model for model in all_models.values() if model.task.is_stance)
    name = target.codebook.target(target.task.target).aliases[0]
    articles = [
        Article(article_id="1", text=f"Vorp {name} vorp.", outlet="Post"),
        Article(article_id="2", text="Vorp vorp.", outlet="News"),
    ]
    counts = new_counts(all_models)
    options = RowOptions(only=(target.codebook.themes[0].name,))
    list(label_rows(articles, all_models, options, drift=counts))
    assert counts["tenor-theme"].n_articles == 2
    assert counts["tenor-theme"].outlets == {"Post": 1, "News": 1}
    assert counts["tenor-theme"].months == {"": 2}
    assert counts[target.name].outlets == {"Post": 1}
    assert counts["tenor-theme"].unknown_share == pytest.approx(1, abs=0.6)


def test_a_model_without_a_reference_has_no_drift(
    project: Project, all_models: dict[str, Model], tmp_path: Path
) -> None:
    from dataclasses import replace

    models = {"plain": replace(project.themes.model, reference=None)}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "1", "text": "The tram ran late."}))
    assert predict(path, models, str(tmp_path / "out.jsonl")).drift == {}
