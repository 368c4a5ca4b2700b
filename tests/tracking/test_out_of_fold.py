"""Out-of-fold labels of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.tracking import out_of_fold_labels

from ..conftest import Project


@pytest.mark.usefixtures("in_the_project")
def test_the_labels_are_those_that_the_run_logged(project: Project) -> None:
    out_of_fold = out_of_fold_labels("tenor-theme@champion")
    assert out_of_fold is not None
    assert out_of_fold.corpus == project.corpus.fingerprint
    assert len(out_of_fold.article_ids) == len(out_of_fold.predicted_labels) == 276
    themes = {label for labels in out_of_fold.predicted_labels for label in labels.split("; ")}
    assert themes - {""} <= set(project.themes.model.labels)


def test_a_bundle_folder_has_no_out_of_fold_labels(tmp_path: Path) -> None:
    assert out_of_fold_labels(str(tmp_path)) is None
