"""Comparing runs of the sample."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tenor.errors import InputError, OutputError
from tenor.models import Experiment
from tenor.workflow.comparing import _matrix, compare_runs, write_differing
from tenor.workflow.training import Trained, train

from ..conftest import Project, inside

pytestmark = pytest.mark.usefixtures("in_the_project")

WORDS = """
task = "stance"
target = "orle-dam"
name = "words"
[split]
kind = "{kind}"
[[features]]
field = "title"
"""


@pytest.fixture(scope="module")
def words(project: Project) -> dict[str, Trained]:
    """A poorer model of one target, scored on the same folds, and on a part of them."""
    with inside(project.folder):
        return {
            kind: train(Experiment.parse(WORDS.format(kind=kind)), project.corpus)[0]
            for kind in ("folds", "random")
        }


def of_target(project: Project, target: str) -> Trained:
    return next(t for t in project.stances if t.model.target == target)


def test_runs_of_the_same_test_articles_are_compared(
    project: Project, words: dict[str, Trained]
) -> None:
    first, second = of_target(project, "orle-dam"), words["folds"]
    found = compare_runs([first.run_id, second.run_id])
    scores = [t.rows[0].scores.macro_f1 for t in (first, second)]
    assert [row.score for row in found.rows] == pytest.approx(scores)
    assert found.rows[0].difference is None
    row = found.rows[1]
    assert row.difference is not None
    assert row.difference.value == pytest.approx(scores[1] - scores[0])
    assert row.difference.interval.low <= row.difference.value <= row.difference.interval.high
    assert 0 < row.difference.p <= 1
    assert row.p == row.difference.p
    assert found.n_articles == len(first.predicted.article_ids)
    assert found.n_groups == len(set(first.predicted.groups))
    assert found.left_out == 0


def test_each_article_on_which_they_differ_is_listed(
    project: Project, words: dict[str, Trained]
) -> None:
    """With the true label and what each run gave; McNemar counts where only one is right."""
    first, second = of_target(project, "orle-dam"), words["folds"]
    found = compare_runs([first.run_id, second.run_id], metric="f_avg")
    given = [
        dict(zip(t.predicted.article_ids, t.predicted.given.argmax(axis=1), strict=True))
        for t in (first, second)
    ]
    differ = {i for i in given[0] if given[0][i] != given[1][i]}
    assert set(found.differing["article_id"]) == differ
    assert list(found.differing.columns) == ["article_id", "true", *(r.name for r in found.rows)]
    tested = found.rows[1].mcnemar
    assert tested is not None
    table = found.differing
    only_first = (table["true"] == table[found.rows[0].name]).sum()
    only_second = (table["true"] == table[found.rows[1].name]).sum()
    assert tested.only_first <= only_first
    assert tested.only_second <= only_second


def test_themes_have_no_mcnemar(project: Project) -> None:
    """An article with several themes is seldom just right or wrong."""
    spec = Experiment.load("experiments/themes.toml")
    plain = spec.model_copy(update={"name": "plain", "features": spec.features[:1]})
    [other] = train(plain, project.corpus)
    found = compare_runs(["tenor-theme@champion", other.run_id])
    assert found.n_articles == 80
    assert found.rows[1].mcnemar is None


def test_runs_of_other_test_articles_are_compared_only_when_told(
    project: Project, words: dict[str, Trained]
) -> None:
    runs = [of_target(project, "orle-dam").run_id, words["random"].run_id]
    n_all, n_few = 33, len(words["random"].predicted.article_ids)
    with pytest.raises(InputError, match=f"scored on different articles: {n_all} .* and {n_few}"):
        compare_runs(runs)
    found = compare_runs(runs, common=True)
    assert (found.n_articles, found.left_out) == (n_few, n_all - n_few)


def test_several_runs_are_each_compared_with_the_first(
    project: Project, words: dict[str, Trained]
) -> None:
    """Their p-values are then adjusted for their number."""
    runs = [of_target(project, "orle-dam"), words["folds"], words["random"]]
    found = compare_runs([run.run_id for run in runs], common=True)
    assert len(found.rows) == 3
    for row in found.rows[1:]:
        assert row.p is not None
        assert row.difference is not None
        assert row.p >= row.difference.p
    names = [row.name for row in found.rows]
    assert names == [
        "stance orle-dam", *(f"words orle-dam {run.run_id[:12]}" for run in runs[1:]),
    ]  # fmt: skip


def test_what_cannot_be_compared_is_refused(project: Project, words: dict[str, Trained]) -> None:
    themes, dam = project.themes.run_id, words["folds"].run_id
    with pytest.raises(InputError, match="one run cannot be compared"):
        compare_runs([themes])
    with pytest.raises(InputError, match="is named twice"):
        compare_runs([themes, "tenor-theme@champion"])
    with pytest.raises(InputError, match="is of themes and run 'words orle-dam' of stance: orle-d"):
        compare_runs([themes, dam])
    with pytest.raises(InputError, match="'fnc_score' is not a score of these labels; they have"):
        compare_runs([of_target(project, "orle-dam").run_id, dam], metric="fnc_score")


def test_the_csv_of_differences_runs_no_formula(
    project: Project, words: dict[str, Trained], tmp_path: Path
) -> None:
    found = compare_runs([of_target(project, "orle-dam").run_id, words["folds"].run_id])
    row = ["=HYPERLINK(1)", "@true", "-1", "none"]
    risky = pd.DataFrame([row], columns=found.differing.columns)
    object.__setattr__(found, "differing", risky)
    path = tmp_path / "differing.csv"
    write_differing(found, path)
    with path.open(encoding="utf-8", newline="") as file:
        header, cells = csv.reader(file)
    assert header == list(risky.columns)
    assert cells == ["'=HYPERLINK(1)", "'@true", "'-1", "none"]
    with pytest.raises(OutputError, match="exists already"):
        write_differing(found, path)


def test_labels_are_told_apart_whatever_stands_in_them() -> None:
    """Also where one holds what stands between labels, or begins as another does."""
    labels = ("war", "war; peace", "war crime")
    cells = pd.Series(["war; peace", "war crime; war", "", "war; war; peace"])
    expected = [[0, 1, 0], [1, 0, 1], [0, 0, 0], [1, 1, 0]]
    assert np.array_equal(_matrix(cells, labels), expected)
