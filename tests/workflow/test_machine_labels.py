"""A model that learns from the labels of a machine is scored on those of people."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tenor.codebook import NO_THEME, THEMES
from tenor.models.spec import Experiment
from tenor.workflow.codings.exchange import import_codings
from tenor.workflow.prep import prepare
from tenor.workflow.train.train import train

from ..conftest import Project

SPEC = """task = "theme"
train_on = {origins}
[split]
kind = "folds"
n_folds = 2
[[features]]
field = "title_body"
min_df = 2
"""


def test_a_model_of_machine_labels_is_scored_on_people_beside_the_machine(
    project: Project, tmp_path: Path
) -> None:
    """The machine answers as the coder ana does, but never gives the theme economy."""
    data = project.folder / "data"
    prepare(
        data / "articles",
        project.folder / "codebook.toml",
        tmp_path / "corpus",
        codings=[data / "codings.csv"],
    )
    codings = pd.read_csv(data / "codings.csv", keep_default_na=False)
    answers = codings[(codings["task"] == "theme") & (codings["coder"] == "ana")].copy()
    answers = answers[["article_id", "task", "label"]].assign(coder="gpt")
    others = answers[answers["label"] != "economy"]
    silent = answers[~answers["article_id"].isin(others["article_id"])].drop_duplicates(
        "article_id"
    )
    answers = pd.concat([others, silent.assign(label=NO_THEME)])
    answers.to_csv(tmp_path / "answers.csv", index=False)
    imported = import_codings([tmp_path / "answers.csv"], tmp_path / "corpus", origin="machine")
    spec = Experiment.parse(SPEC.format(origins='"machine"'))
    [result] = train(spec, imported.corpus, log=False)
    gold = imported.corpus.gold_labels(THEMES)
    assert (result.n_gold, result.n_train) == (0, 276)
    assert np.array_equal(np.sort(result.predictions.rows), gold.rows)
    [silver] = result.silver.origins
    assert (silver.origin, silver.n_train) == ("machine", 276)
    assert result.silver.sentences[0].startswith("machines label 276 training articles; ")
    rows = {row.name: row for row in result.rows}
    assert list(rows)[:3] == ["model", "majority", "machines"]
    assert rows["machines"].coverage == pytest.approx(1)
    f1 = {row.label: row.f1 for row in rows["machines"].scores.per_label}
    assert f1["economy"] == 0
    assert min(value for label, value in f1.items() if label != "economy") > 0.8
    # The model learned no economy from it either.
    assert "economy" not in result.model.labels
