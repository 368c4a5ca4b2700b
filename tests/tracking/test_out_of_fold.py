"""Out-of-fold labels of a run."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tenor.errors import StoreError
from tenor.tracking import LoggedRun, out_of_fold_labels, read_table

from ..conftest import Project


@pytest.mark.usefixtures("in_the_project")
def test_the_labels_are_those_that_the_run_logged(project: Project) -> None:
    out_of_fold = out_of_fold_labels("tenor-theme@champion")
    assert out_of_fold is not None
    assert out_of_fold.corpus == project.corpus.fingerprint
    assert len(out_of_fold.article_ids) == len(out_of_fold.predicted_labels) == 276
    themes = {label for labels in out_of_fold.predicted_labels for label in labels.split("; ")}
    assert themes - {""} <= set(project.themes.model.labels)
    by_id = project.corpus.articles.set_index("article_id")["title"]
    assert out_of_fold.titles == tuple(by_id[list(out_of_fold.article_ids)])
    # All of them trained the final model, after they were held out.
    assert out_of_fold.training_ids is not None
    assert set(out_of_fold.training_ids) == set(out_of_fold.article_ids)
    assert out_of_fold.gold_training_ids == out_of_fold.training_ids


@pytest.mark.usefixtures("in_the_project")
def test_a_run_of_an_earlier_version_lists_no_training_articles(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_training(run: LoggedRun, name: str) -> pd.DataFrame:
        if name == "training_articles":
            raise StoreError("the run has no such table")
        return read_table(run, name)

    monkeypatch.setattr("tenor.tracking.out_of_fold.read_table", without_training)
    out_of_fold = out_of_fold_labels("tenor-theme@champion")
    assert out_of_fold is not None
    assert out_of_fold.training_ids is None


def test_a_bundle_folder_has_no_out_of_fold_labels(tmp_path: Path) -> None:
    assert out_of_fold_labels(str(tmp_path)) is None
