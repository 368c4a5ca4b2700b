"""Predictions of models and machines for all articles of a corpus."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tenor.codebook import THEMES, Task
from tenor.corpus import Corpus
from tenor.errors import CorpusError, InputError
from tenor.workflow.shares.predicted import (
    choose_tasks,
    counted_articles,
    group_codes,
    predictions_of_machine,
    predictions_of_models,
    rows_of_ids,
)

from ...conftest import Project


def test_all_models_label_all_articles_as_predict_does(project: Project) -> None:
    models = {"themes": project.themes.model, "stance": project.stances[0].model}
    y_pred = predictions_of_models(models, project.corpus)
    rows = np.arange(0, 276, 50)
    for name, model in models.items():
        labels = model.task.labels(project.corpus.codebook)
        predictions = model.predict(project.corpus.articles_at(rows))
        expected = [[label in p.labels for label in labels] for p in predictions]
        assert y_pred[name][rows].tolist() == expected
        assert y_pred[name].shape == (276, len(labels))


def test_a_model_of_another_codebook_is_refused(project: Project) -> None:
    model = replace(project.themes.model, labels=("weather",))
    with pytest.raises(CorpusError, match="model 'x' predicts themes by a codebook that does not"):
        predictions_of_models({"x": model}, project.corpus)


def test_a_stance_counts_the_articles_that_name_its_target(project: Project) -> None:
    corpus = project.corpus
    target = corpus.codebook.targets[0].name
    is_counted = counted_articles(corpus, Task.stance(target))
    articles = corpus.articles_at(np.arange(276))
    named = [
        corpus.codebook.target(target).applies_to(article.title, article.text)
        for article in articles
    ]
    assert is_counted.tolist() == named
    assert 0 < is_counted.sum() < 276
    assert counted_articles(corpus, THEMES).all()


def test_a_model_of_claims_counts_articles_with_one(project: Project) -> None:
    class OfClaims:
        uses_claims = True

    with pytest.raises(CorpusError, match="so that there is no share"):
        counted_articles(project.corpus, project.stances[0].model.task, OfClaims())  # type: ignore[arg-type]


@pytest.fixture
def with_machine(uncoded: Path, tmp_path: Path) -> Corpus:
    """The sample with codings of two articles by the machine gpt."""
    import shutil

    from tenor.workflow.codings.exchange import import_codings

    shutil.copytree(uncoded, tmp_path / "corpus")
    corpus = Corpus.load(tmp_path / "corpus")
    groups = group_codes(corpus)
    twin = np.flatnonzero(np.bincount(groups)[groups] == 2)[0]
    ids = [corpus.article_ids[twin], corpus.article_ids[np.bincount(groups)[groups] == 1][0]]
    lines = ["article_id,task,target,label,coder"]
    lines += [f"{ids[0]},theme,,transport,gpt", f"{ids[1]},theme,,none,gpt"]
    (tmp_path / "gpt.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return import_codings([tmp_path / "gpt.csv"], corpus.path, origin="machine").corpus


def test_codings_of_a_machine_hold_for_near_duplicates_and_none_is_no_label(
    with_machine: Corpus,
) -> None:
    by_task = predictions_of_machine("gpt", with_machine, choose_tasks(with_machine, []))
    assert list(by_task) == [THEMES]
    predicted = by_task[THEMES]
    column = predicted.labels.index("transport")
    assert predicted.y_pred[:, column].sum() == 2
    assert predicted.y_pred.sum() == 2
    assert (predicted.source, predicted.model) == ("the machine 'gpt'", None)
    assert not predicted.is_training.any()
    [note] = predicted.notes
    assert note == (
        "machine gpt coded 3 of 276 articles; the others count as without a label, so that the raw "
        "count is too low; code all articles for narrower intervals"
    )


def test_an_unknown_machine_gets_the_names_of_those_that_there_are(
    with_machine: Corpus, project: Project
) -> None:
    with pytest.raises(CorpusError, match="no codings of machine 'gpd'; name one of 'gpt'"):
        predictions_of_machine("gpd", with_machine, [THEMES])
    with pytest.raises(CorpusError, match="import them with --origin machine"):
        predictions_of_machine("gpt", project.corpus, [THEMES])


def test_tasks_have_the_names_of_questions(project: Project) -> None:
    assert choose_tasks(project.corpus, ["theme"]) == [THEMES]
    assert len(choose_tasks(project.corpus, [])) == 4
    with pytest.raises(InputError, match="task 'themes' is none of the codebook's; name one of"):
        choose_tasks(project.corpus, ["themes"])


def test_ids_have_positions_and_others_have_none(project: Project) -> None:
    ids = project.corpus.article_ids
    assert rows_of_ids(project.corpus, [ids[5], "no such article", ids[0]]).tolist() == [5, -1, 0]
