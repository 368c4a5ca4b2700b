"""Training on the sample."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tenor.corpus import Corpus
from tenor.errors import CorpusError, SpecError
from tenor.models.spec import Experiment
from tenor.workflow.prep import prepare
from tenor.workflow.runs.identity import run_params
from tenor.workflow.train.limitations import limitations
from tenor.workflow.train.train import train

from ...conftest import Project


def _spec(text: str) -> Experiment:
    return Experiment.parse(text)


def test_only_articles_that_people_labelled_are_scored(
    project: Project, partly_coded: Corpus
) -> None:
    [themes] = train(project.themes.spec, partly_coded, log=False)
    labels = partly_coded.labels
    people = set(labels[(labels["task"] == "theme") & (labels["origin"] == "coder")]["article_id"])
    assert set(themes.predictions.article_ids) == people
    assert len(themes.predictions.article_ids) == 142
    assert themes.n_train == 258
    assert themes.n_gold == 142
    # Near-duplicates of an article do not train in the fold that scores it.
    assert themes.n_left_out == 6


def test_scored_labels_are_those_that_predict_returns(project: Project) -> None:
    spec = _spec('task = "theme"\n[split]\nkind = "random"\ntest_size = 0.3\n')
    [result] = train(spec, project.corpus, log=False)
    table = project.corpus.articles.set_index("article_id")
    from tenor.articles import Article

    ids = result.predictions.article_ids
    articles = [
        Article(article_id=i, title=table.loc[i, "title"], text=table.loc[i, "text"]) for i in ids
    ]
    predicted = [set(p.labels) for p in result.model.predict(articles)]
    labels = np.array(result.predictions.labels)
    assert predicted == [set(labels[row]) for row in result.predictions.y_pred]


def test_training_twice_gives_the_same_model(project: Project) -> None:
    spec = _spec('task = "stance"\ntarget = "orle-dam"\n')
    [first] = train(spec, project.corpus, log=False)
    [second] = train(spec, project.corpus, log=False)
    assert np.array_equal(first.model.weights, second.model.weights)
    assert first.rows == second.rows


def test_no_near_duplicate_of_a_scored_article_trains(project: Project) -> None:
    spec = _spec('task = "theme"\n[split]\nkind = "random"\n')
    [result] = train(spec, project.corpus, log=False)
    group = project.corpus.articles.set_index("article_id")["duplicate_group"]
    scored = set(group[list(result.predictions.article_ids)])
    labels = project.corpus.labels
    judged = set(labels[labels["task"] == "theme"]["article_id"])
    trains = [i for i in judged if group[i] not in scored]
    assert result.n_train == len(trains)


def test_labelled_articles_that_neither_train_nor_are_scored_are_counted(
    partly_coded: Corpus,
) -> None:
    spec = _spec('task = "theme"\n[split]\nkind = "random"\n')
    [result] = train(spec, partly_coded, log=False)
    scored = len(result.predictions.article_ids)
    assert result.n_left_out == 258 - result.n_train - scored


def test_a_spec_may_name_its_targets(project: Project) -> None:
    spec = _spec('task = "stance"\ntarget = ["school-merger", "orle-dam"]\n')
    names = [t.model.name for t in train(spec, project.corpus, log=False)]
    assert names == ["tenor-stance-school-merger", "tenor-stance-orle-dam"]


@pytest.mark.parametrize(
    ("setting", "name"),
    [
        ("[classifier]\novo_weight = 1\n", "ovo_weight"),
        ('[search.grid]\n"classifier.ovo_weight" = [0, 1]\n', "ovo_weight"),
        ("[self_training]\n", "self_training"),
        (
            '[self_training]\nshare = 0\n[search.grid]\n"self_training.share" = [0, 0.5]\n',
            "self_training",
        ),
    ],
)
def test_settings_for_a_single_label_are_refused_where_articles_have_several(
    project: Project, setting: str, name: str
) -> None:
    with pytest.raises(SpecError, match=f"allows several themes; remove {name}"):
        train(_spec(f'task = "theme"\n{setting}'), project.corpus, log=False)


def test_a_spec_without_a_corpus_is_an_error() -> None:
    with pytest.raises(SpecError, match="names no corpus; add corpus = 'FOLDER' to it"):
        train(_spec('task = "theme"\n'))


def test_an_unknown_target_is_an_error_before_anything_is_fitted(project: Project) -> None:
    from tenor.errors import CodebookError

    with pytest.raises(CodebookError, match="target 'weather' is not in the codebook"):
        train(_spec('task = "stance"\ntarget = "weather"\n'), project.corpus)


def test_a_corpus_without_gold_labels_cannot_be_scored(project: Project, tmp_path: Path) -> None:
    corpus = prepare(
        project.folder / "data/articles/wire.jsonl",
        project.folder / "codebook.toml",
        tmp_path / "corpus",
    )
    with pytest.raises(CorpusError, match="no article has a label by a person"):
        train(_spec('task = "theme"\n'), corpus, log=False)


def test_publisher_tags_are_a_baseline_with_their_coverage(project: Project) -> None:
    rows = {row.name: row for row in project.themes.rows}
    assert list(rows) == ["model", "majority", "publisher tags"]
    assert 0.8 < rows["publisher tags"].coverage < 1
    names = [row.name for row in project.stances[0].rows]
    assert names == ["model", "majority", "target-blind"]


def test_folds_grouped_by_outlet_score_unseen_outlets_and_resample_them(project: Project) -> None:
    spec = _spec('task = "theme"\n[split]\nkind = "folds"\nn_folds = 3\ngroup_by = "outlet"\n')
    [result] = train(spec, project.corpus, log=False)
    outlet = project.corpus.articles.set_index("article_id")["outlet"]
    predictions = result.predictions
    assert result.split_name == "3 folds, outlets unseen"
    assert sorted(predictions.article_ids) == sorted(project.themes.predictions.article_ids)
    assert predictions.groups.tolist() == outlet[list(predictions.article_ids)].tolist()
    params = run_params(spec)
    assert (params["split.group_by"], params["tuning.group_by"]) == ("outlet", "outlet")
    sentence = "The scores are for outlets that the model was not trained on."
    assert sentence in limitations(result)
    # Eight outlets are resampled, too few for an interval.
    assert limitations(result)[0].startswith("Only 8 distinct articles or groups are scored")
    assert result.rows[0].intervals["macro_f1"] is None


def test_grouping_by_an_empty_column_is_an_error(project: Project, tmp_path: Path) -> None:
    spec = _spec('task = "theme"\n[split]\ngroup_by = "series"\n')
    (tmp_path / "rows.jsonl").write_text('{"id": 1, "text": "The bank.", "topic": "economy"}\n')
    corpus = prepare(
        tmp_path / "rows.jsonl",
        project.folder / "codebook.toml",
        tmp_path / "corpus",
        labels=["theme=topic"],
    )
    with pytest.raises(CorpusError, match=r"^themes: group_by = 'series'"):
        train(spec, corpus, log=False)
