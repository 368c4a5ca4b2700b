"""Comparison of runs of the sample."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from tenor.corpus import Corpus
from tenor.errors import InputError, OutputError
from tenor.models.spec import Experiment
from tenor.workflow.compare import compare_runs, write_differing_articles
from tenor.workflow.train.result import TrainingResult
from tenor.workflow.train.train import train

from ..conftest import Project, inside

pytestmark = pytest.mark.usefixtures("in_the_project")

TITLES = """
task = "stance"
target = "orle-dam"
name = "titles"
[split]
kind = "{kind}"
[[features]]
field = "title"
"""


@pytest.fixture(scope="module")
def titles(project: Project) -> dict[str, TrainingResult]:
    """A poorer model of one target, scored on the same folds, and on some of their articles."""
    with inside(project.folder):
        return {
            kind: train(Experiment.parse(TITLES.format(kind=kind)), project.corpus)[0]
            for kind in ("folds", "random")
        }


@pytest.fixture
def dam(project: Project) -> TrainingResult:
    """The training of the stance towards the dam."""
    return next(r for r in project.stances if r.model.task.target == "orle-dam")


def test_runs_with_the_same_test_articles_are_compared(
    dam: TrainingResult, titles: dict[str, TrainingResult]
) -> None:
    first, second = dam, titles["folds"]
    comparison = compare_runs([first.run_id, second.run_id])
    scores = [result.rows[0].scores.macro_f1 for result in (first, second)]
    assert [run.score for run in comparison.runs] == pytest.approx(scores)
    assert comparison.runs[0].difference is None
    run = comparison.runs[1]
    assert run.difference is not None
    assert run.difference.value == pytest.approx(scores[1] - scores[0])
    assert run.difference.interval.low <= run.difference.value <= run.difference.interval.high
    assert 0 < run.difference.p_value <= 1
    assert run.p_value == run.difference.p_value
    assert comparison.n_articles == len(first.predictions.article_ids)
    assert comparison.n_groups == len(set(first.predictions.groups))
    assert comparison.n_left_out == 0


def test_each_article_with_different_predictions_is_listed(
    dam: TrainingResult, titles: dict[str, TrainingResult]
) -> None:
    """McNemar's test counts those on which only one run is right, once for each group."""
    first, second = dam, titles["folds"]
    comparison = compare_runs([first.run_id, second.run_id], metric="f_avg")
    predicted = [
        dict(
            zip(
                result.predictions.article_ids,
                result.predictions.y_pred.argmax(axis=1),
                strict=True,
            )
        )
        for result in (first, second)
    ]
    differing = {i for i in predicted[0] if predicted[0][i] != predicted[1][i]}
    table = comparison.differing_articles
    assert set(table["article_id"]) == differing
    names = [run.name for run in comparison.runs]
    assert list(table.columns) == ["article_id", "true_labels", *names]
    mcnemar = comparison.runs[1].mcnemar
    assert mcnemar is not None
    assert mcnemar.only_first <= (table["true_labels"] == table[names[0]]).sum()
    assert mcnemar.only_second <= (table["true_labels"] == table[names[1]]).sum()


def test_themes_have_no_mcnemar_test(project: Project) -> None:
    """The prediction of several themes is seldom just right or wrong."""
    spec = Experiment.load("experiments/themes.toml")
    plain = spec.model_copy(update={"name": "plain", "features": spec.features[:1]})
    [other] = train(plain, project.corpus)
    comparison = compare_runs(["tenor-theme@champion", other.run_id])
    assert comparison.n_articles == 276
    assert comparison.runs[1].mcnemar is None


def test_runs_with_other_test_articles_are_compared_only_on_request(
    dam: TrainingResult, titles: dict[str, TrainingResult]
) -> None:
    runs = [dam.run_id, titles["random"].run_id]
    n_all, n_few = 67, len(titles["random"].predictions.article_ids)
    with pytest.raises(InputError, match=f"scored on different articles: {n_all} .* and {n_few}"):
        compare_runs(runs)
    comparison = compare_runs(runs, common=True)
    assert (comparison.n_articles, comparison.n_left_out) == (n_few, n_all - n_few)


def test_p_values_of_several_runs_are_adjusted_for_their_number(
    dam: TrainingResult, titles: dict[str, TrainingResult]
) -> None:
    lead = Experiment.parse(TITLES.format(kind="folds").replace('"title"', '"lead"'))
    [third] = train(lead, Corpus.load("data/corpus"))
    comparison = compare_runs([titles["folds"].run_id, dam.run_id, third.run_id])
    for run in comparison.runs[1:]:
        assert run.difference is not None
        assert run.p_value is not None
        assert run.difference.p_value is not None
        assert run.p_value >= run.difference.p_value


def test_too_few_common_articles_have_neither_intervals_nor_tests(
    dam: TrainingResult, titles: dict[str, TrainingResult]
) -> None:
    results = [dam, titles["folds"], titles["random"]]
    comparison = compare_runs([result.run_id for result in results], common=True)
    assert comparison.n_groups < 20
    for run in comparison.runs:
        assert run.interval is run.p_value is run.mcnemar is None
    assert comparison.runs[1].difference is not None
    assert "are needed" in comparison.runs[1].difference.too_few


def test_runs_that_share_a_name_are_named_with_their_ids(
    dam: TrainingResult, titles: dict[str, TrainingResult]
) -> None:
    results = [dam, titles["folds"], titles["random"]]
    comparison = compare_runs([result.run_id for result in results], common=True)
    assert [run.name for run in comparison.runs] == [
        "stance",
        *(f"titles {result.run_id[:12]}" for result in results[1:]),
    ]


def test_runs_that_cannot_be_compared_are_refused(
    project: Project, dam: TrainingResult, titles: dict[str, TrainingResult]
) -> None:
    themes, other = project.themes.run_id, titles["folds"].run_id
    with pytest.raises(InputError, match="one run cannot be compared"):
        compare_runs([themes])
    with pytest.raises(InputError, match="is named twice"):
        compare_runs([themes, "tenor-theme@champion"])
    message = "predicts themes and run 'titles' stance towards orle-dam; name runs of"
    with pytest.raises(InputError, match=message):
        compare_runs([themes, other])
    with pytest.raises(
        InputError, match="'fnc_score' does not apply to these labels; choose one of"
    ):
        compare_runs([dam.run_id, other], metric="fnc_score")


def test_the_table_of_differing_articles_has_no_formula(
    dam: TrainingResult, titles: dict[str, TrainingResult], tmp_path: Path
) -> None:
    comparison = compare_runs([dam.run_id, titles["folds"].run_id])
    row = ["=HYPERLINK(1)", "@true", "-1", "none"]
    risky = pd.DataFrame([row], columns=comparison.differing_articles.columns)
    object.__setattr__(comparison, "differing_articles", risky)
    path = tmp_path / "differing.csv"
    write_differing_articles(comparison, path)
    with path.open(encoding="utf-8", newline="") as file:
        header, cells = csv.reader(file)
    assert header == list(risky.columns)
    assert cells == ["'=HYPERLINK(1)", "'@true", "'-1", "none"]
    with pytest.raises(OutputError, match="exists already"):
        write_differing_articles(comparison, path)
