"""Training on the sample."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tenor.errors import CorpusError, SpecError
from tenor.models import Experiment
from tenor.workflow.card import limits
from tenor.workflow.prep import prepare
from tenor.workflow.run_params import run_params
from tenor.workflow.training import train

from ..conftest import Project


def _spec(text: str) -> Experiment:
    return Experiment.parse(text)


def test_only_articles_that_people_labelled_are_scored(project: Project) -> None:
    labels = project.corpus.labels
    people = set(labels[(labels["task"] == "theme") & (labels["origin"] == "coder")]["article_id"])
    assert set(project.themes.predicted.article_ids) == people
    assert len(project.themes.predicted.article_ids) == 80
    assert project.themes.n_train == 217
    assert project.themes.n_gold == 80


def test_the_scores_are_those_of_the_labels_that_predict_would_give(project: Project) -> None:
    spec = _spec('task = "theme"\n[split]\nkind = "random"\ntest_size = 0.3\n')
    [trained] = train(spec, project.corpus, log=False)
    table = project.corpus.articles.set_index("article_id")
    from tenor.articles import Article

    ids = trained.predicted.article_ids
    articles = [
        Article(article_id=i, title=table.loc[i, "title"], text=table.loc[i, "text"]) for i in ids
    ]
    given = [set(p.labels) for p in trained.model.predict(articles)]
    labels = np.array(trained.predicted.labels)
    assert given == [set(labels[row]) for row in trained.predicted.given]


def test_training_twice_gives_the_same_model(project: Project) -> None:
    spec = _spec('task = "stance"\ntarget = "orle-dam"\n')
    [first] = train(spec, project.corpus, log=False)
    [second] = train(spec, project.corpus, log=False)
    assert np.array_equal(first.model.weights, second.model.weights)
    assert first.rows == second.rows


def test_no_article_of_a_scored_group_trains(project: Project) -> None:
    spec = _spec('task = "theme"\n[split]\nkind = "random"\n')
    [trained] = train(spec, project.corpus, log=False)
    group = project.corpus.articles.set_index("article_id")["duplicate_group"]
    scored = set(group[list(trained.predicted.article_ids)])
    labels = project.corpus.labels
    judged = set(labels[labels["task"] == "theme"]["article_id"])
    trains = [i for i in judged if group[i] not in scored]
    assert trained.n_train == len(trains)


def test_answers_that_neither_train_nor_score_are_counted(project: Project) -> None:
    assert project.themes.left_out == 3
    spec = _spec('task = "theme"\n[split]\nkind = "random"\n')
    [trained] = train(spec, project.corpus, log=False)
    scored = len(trained.predicted.article_ids)
    assert trained.left_out == 217 - trained.n_train - scored


def test_a_spec_may_name_its_targets(project: Project) -> None:
    spec = _spec('task = "stance"\ntarget = ["school-merger", "orle-dam"]\n')
    names = [t.model.name for t in train(spec, project.corpus, log=False)]
    assert names == ["tenor-stance-school-merger", "tenor-stance-orle-dam"]


@pytest.mark.parametrize(
    ("setting", "name"),
    [
        ("[classifier]\npair_weight = 1\n", "pair_weight"),
        ('[search.grid]\n"classifier.pair_weight" = [0, 1]\n', "pair_weight"),
        ("self_training = 0.5\n", "self_training"),
        ("[search.grid]\nself_training = [0, 0.5]\n", "self_training"),
    ],
)
def test_labels_that_go_together_are_not_for_what_needs_one(
    project: Project, setting: str, name: str
) -> None:
    """The sample's codebook allows several themes."""
    with pytest.raises(SpecError, match=f"allows several themes; take {name} out"):
        train(_spec(f'task = "theme"\n{setting}'), project.corpus, log=False)


def test_a_spec_without_a_corpus_says_what_to_do() -> None:
    with pytest.raises(SpecError, match="names no corpus; add corpus = 'FOLDER' or --corpus"):
        train(_spec('task = "theme"\n'))


def test_an_unknown_target_is_told_before_anything_is_fitted(project: Project) -> None:
    from tenor.errors import CodebookError

    with pytest.raises(CodebookError, match="target 'weather' is not in the codebook"):
        train(_spec('task = "stance"\ntarget = "weather"\n'), project.corpus)


def test_without_people_nothing_can_be_scored(project: Project, tmp_path: Path) -> None:
    corpus = prepare(
        project.folder / "data/articles/wire.jsonl", project.folder / "codebook.toml",
        tmp_path / "corpus",
    )  # fmt: skip
    with pytest.raises(CorpusError, match="no article has a label from a person"):
        train(_spec('task = "theme"\n'), corpus, log=False)


def test_publisher_tags_are_a_row_with_their_coverage(project: Project) -> None:
    rows = {row.name: row for row in project.themes.rows}
    assert list(rows) == ["model", "majority", "publisher tags"]
    assert 0.8 < rows["publisher tags"].coverage < 1
    names = [row.name for row in project.stances[0].rows]
    assert names == ["model", "majority", "target never read"]


def test_outlets_that_are_kept_whole_are_unseen_and_resampled_whole(project: Project) -> None:
    """In every fold; the split, the params and the card say so."""
    spec = _spec('task = "theme"\n[split]\nkind = "folds"\nn_folds = 3\nkeep_whole = "outlet"\n')
    [trained] = train(spec, project.corpus, log=False)
    outlet = project.corpus.articles.set_index("article_id")["outlet"]
    predicted = trained.predicted
    assert trained.split == "3 folds, outlets unseen"
    assert sorted(predicted.article_ids) == sorted(project.themes.predicted.article_ids)
    assert predicted.groups.tolist() == outlet[list(predicted.article_ids)].tolist()
    params = run_params(spec)
    assert (params["split.keep_whole"], params["tuning.keep_whole"]) == ("outlet", "outlet")
    said = "No outlet that scores trains: these scores are of outlets never seen."
    assert limits(trained)[0] == said


def test_nothing_in_the_column_to_keep_whole_is_one_sentence(
    project: Project, tmp_path: Path
) -> None:
    spec = _spec('task = "theme"\n[split]\nkeep_whole = "series"\n')
    (tmp_path / "rows.jsonl").write_text('{"id": 1, "text": "The bank.", "say": "economy"}\n')
    corpus = prepare(
        tmp_path / "rows.jsonl", project.folder / "codebook.toml", tmp_path / "corpus",
        labels=["theme=say"],
    )  # fmt: skip
    with pytest.raises(CorpusError, match=r"^themes: keep_whole = 'series' has nothing to keep"):
        train(spec, corpus, log=False)
