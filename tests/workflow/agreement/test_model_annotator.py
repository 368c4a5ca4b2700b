"""A model as one more coder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tenor.codebook import THEMES
from tenor.errors import CorpusError, InputError, StoreError
from tenor.workflow.agreement.agree import agree
from tenor.workflow.agreement.model_annotator import ModelAnnotator
from tenor.workflow.loading import export_bundle
from tenor.workflow.prep import prepare

from ...conftest import Project
from .conftest import coded_corpus

pytestmark = pytest.mark.usefixtures("in_the_project")


def test_articles_without_a_prediction_have_minus_one() -> None:
    y_pred = np.array([[True, False], [False, False]])
    annotator = ModelAnnotator("m", THEMES, np.array([2, 5], dtype=np.intp), y_pred)
    rows = np.array([1, 2, 5, 7], dtype=np.intp)
    assert annotator.at(rows).tolist() == [[-1, -1], [1, 0], [0, 0], [-1, -1]]


def test_no_article_has_a_prediction_of_a_model_without_any() -> None:
    annotator = ModelAnnotator("m", THEMES, np.zeros(0, np.intp), np.zeros((0, 2), dtype=bool))
    assert annotator.at(np.array([0, 1], dtype=np.intp)).tolist() == [[-1, -1], [-1, -1]]


def test_a_model_is_compared_by_the_held_out_predictions_of_its_run(project: Project) -> None:
    """The reference may name the run or the registered model."""
    references = ["tenor-theme@champion", f"runs:/{project.themes.run_id}"]
    first, second = (agree(project.corpus, [reference]) for reference in references)
    model_agreements = [row.model_agreement for row in first.labels if row.task == THEMES]
    assert model_agreements == [row.model_agreement for row in second.labels if row.task == THEMES]
    assert model_agreements == [row.model_agreement for row in project.themes.agreement]
    assert model_agreements[0] is not None
    assert model_agreements[0].n_articles == 276
    assert first.notes[:1] == (
        (
            "model tenor-theme@champion: held-out predictions of its run for 276 of 276 articles "
            "that two coders judged"
        ),
    )
    assert {(pair.first, pair.second) for pair in first.pairs if pair.task == THEMES} == {
        ("ana", "ben"),
        ("ana", "model tenor-theme@champion"),
        ("ben", "model tenor-theme@champion"),
    }
    assert first.disagreements[0].predicted == "environment, justice"


def test_articles_on_which_coders_are_undecided_are_compared_too(project: Project) -> None:
    """People's agreement would otherwise be measured only on articles on which they agree."""
    report = agree(project.corpus, ["tenor-stance-school-merger@champion"])
    [row] = [row for row in report.labels if row.name == "school-merger"]
    model_agreement = row.model_agreement
    assert model_agreement is not None
    assert model_agreement.n_articles == row.agreement.n_articles == 63
    assert model_agreement.people_alpha == row.agreement.alpha
    assert "new predictions for 1 on which the coders are undecided" in report.notes[0]
    assert model_agreement == project.stances[2].agreement[0].model_agreement


def test_a_bundle_that_was_fitted_on_the_corpus_is_refused(
    project: Project, tmp_path: Path
) -> None:
    export_bundle("tenor-theme@champion", tmp_path / "bundle")
    with pytest.raises(CorpusError, match="was fitted on this corpus, so its agreement with"):
        agree(project.corpus, [str(tmp_path / "bundle")])


def test_a_bundle_labels_the_articles_of_another_corpus_and_a_note_warns(
    project: Project, tmp_path: Path
) -> None:
    codings = (project.folder / "data/codings.csv").read_text(encoding="utf-8").splitlines(True)
    fewer = tmp_path / "codings.csv"
    fewer.write_text("".join(codings[:-1]), encoding="utf-8")
    other = prepare(
        project.folder / "data/articles",
        project.folder / "codebook.toml",
        tmp_path / "corpus",
        codings=[fewer],
    )
    export_bundle("tenor-theme@champion", tmp_path / "bundle")
    by_bundle = agree(other, [str(tmp_path / "bundle")])
    assert (
        "it labelled 276 articles of this corpus; its agreement is overestimated on any of them "
        "that it was fitted on"
    ) in by_bundle.notes[0]
    by_run = agree(other, ["tenor-theme@champion"])
    assert f"its run scored corpus {project.corpus.fingerprint}" in by_run.notes[0]
    fitted, held_out = (report.labels[0].model_agreement for report in (by_bundle, by_run))
    assert fitted is not None
    assert held_out is not None
    assert fitted.model_alpha is not None
    assert held_out.model_alpha is not None
    assert fitted.model_alpha > held_out.model_alpha


def test_two_models_of_one_task_are_refused(project: Project) -> None:
    references = ["tenor-theme@champion", f"runs:/{project.themes.run_id}"]
    with pytest.raises(InputError, match="both predict themes; name one of them"):
        agree(project.corpus, references)


def test_a_model_of_another_codebook_is_refused(project: Project, tmp_path: Path) -> None:
    corpus = coded_corpus(tmp_path, "a1 theme  economy ana", "a1 theme  economy ben")
    with pytest.raises(CorpusError, match="predicts themes by a codebook that does not match"):
        agree(corpus, ["tenor-theme@champion"])
    with pytest.raises(StoreError, match="is neither a bundle nor a model"):
        agree(project.corpus, ["nobody"])
