"""Axes that unlabelled articles lend: which articles do, and what comes of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tenor.articles import Article
from tenor.corpus import Corpus
from tenor.errors import CorpusError, SpecError
from tenor.models import Experiment, count_terms
from tenor.models.explaining import explain
from tenor.workflow.background import with_background
from tenor.workflow.lending import all_lenders
from tenor.workflow.prepared import prepare_labels, split_answered
from tenor.workflow.training import train

from ..conftest import Project

HEAD = 'task = "stance"\ntarget = "orle-dam"\n'
AXES = "[[features]]\n[[features]]\nn_components = 10\nmin_df = 2\nweight = 0.5\n"


def _with_archive(archive: Path) -> Experiment:
    return Experiment.parse(f"{HEAD}archive = {json.dumps(str(archive))}\n{AXES}")


@pytest.fixture
def archive(project: Project, tmp_path: Path) -> Path:
    """The sample's articles once more, each with a word that the sample lacks."""
    import shutil

    import pyarrow.parquet as pq

    folder = tmp_path / "archive"
    shutil.copytree(project.corpus.path, folder)
    table = pq.read_table(folder / "articles.parquet")
    texts = [f"{text} Quillfeather." for text in table["text"].to_pylist()]
    i = table.column_names.index("text")
    pq.write_table(table.set_column(i, table.field(i), [texts]), folder / "articles.parquet")
    return folder


def test_what_scores_and_its_near_duplicates_lend_no_axes(project: Project) -> None:
    """All else of the corpus does, labelled or not."""
    spec, corpus = Experiment.parse(HEAD + AXES), project.corpus
    ready = prepare_labels(spec, corpus, "orle-dam", lenders=all_lenders(spec, corpus))
    [split] = split_answered(spec, corpus, ready)
    rows = ready.truth(split).rows
    part = with_background(spec, corpus, ready.training_part(split), ready.answered.rows, rows)
    groups = corpus.articles["duplicate_group"]
    close = np.flatnonzero(groups.isin(groups.iloc[rows]))
    lending = part.texts.lending
    assert lending is not None
    assert set(lending.own) == set(range(len(groups))) - set(close)
    assert len(lending.archive) == 0


def test_an_archive_lends_words_that_no_labelled_article_has(
    project: Project, archive: Path
) -> None:
    [trained] = train(_with_archive(archive), project.corpus, log=False)
    plain, axes = trained.model.views
    assert "quillfeather" not in list(plain.vocabulary)
    assert "quillfeather" in list(axes.vocabulary)
    assert trained.model.info["archive"] == [Corpus.load(archive).fingerprint]


def test_an_outlet_that_is_held_out_lends_nothing_from_an_archive_either(
    project: Project, archive: Path
) -> None:
    spec, corpus = _with_archive(archive), project.corpus
    ready = prepare_labels(spec, corpus, "orle-dam", lenders=all_lenders(spec, corpus))
    rows = ready.answered.rows[:3]
    part = with_background(spec, corpus, ready.data, ready.answered.rows, rows, "outlet")
    lending = part.texts.lending
    assert lending is not None
    lent = set(lending.texts.table["outlet"].iloc[lending.archive])
    assert lent == set(corpus.articles["outlet"]) - set(corpus.articles["outlet"].iloc[rows])


def test_of_a_large_archive_some_lend_drawn_evenly(
    project: Project, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenor.workflow.lending.MOST_LENT", 3)
    lenders = all_lenders(_with_archive(archive), project.corpus)
    assert lenders is not None
    n = len(project.corpus.articles)
    table = lenders.texts.table
    assert len(table) == n + 3
    titles = project.corpus.articles["title"]
    assert table["title"].iloc[n:].tolist() == titles.iloc[[0, (n - 1) // 2, n - 1]].tolist()


def test_an_archive_that_is_the_corpus_lends_nothing_more(project: Project) -> None:
    [own] = train(Experiment.parse(HEAD + AXES), project.corpus, log=False)
    [lent] = train(_with_archive(project.corpus.path), project.corpus, log=False)
    assert lent.model.weights.tolist() == own.model.weights.tolist()
    assert lent.rows[0].scores.metrics == own.rows[0].scores.metrics


def test_terms_of_axes_explain_a_label_like_any_others(project: Project) -> None:
    """What terms and intercept add comes to the score that the model gives."""
    [trained] = train(Experiment.parse(HEAD + AXES), project.corpus, log=False)
    model, row = trained.model, project.corpus.articles.iloc[0]
    article = Article(article_id="", title=row["title"], text=row["text"])
    found = explain(model, article, model.labels[0])

    score = model.scores(count_terms(article, [model]))[0]
    added = sum(value for _, _, value in found.terms) + model.intercept[0]
    assert added == pytest.approx(score, rel=1e-4)


def test_a_search_tells_one_archive_from_another(project: Project, archive: Path) -> None:
    keys = set()
    for spec in (Experiment.parse(HEAD + AXES), _with_archive(archive)):
        lenders = all_lenders(spec, project.corpus)
        assert lenders is not None
        keys.add(lenders.key)
        keys.add(replace(lenders, own=np.arange(3)).key)
    assert len(keys) == 4


def test_faults_are_told_in_a_sentence(project: Project, tmp_path: Path) -> None:
    nowhere = Experiment.parse(f'{HEAD}archive = "nowhere"\n{AXES}')
    with pytest.raises(CorpusError, match=r"^archive: 'nowhere' is not a corpus.*tenor prep"):
        train(nowhere, project.corpus, log=False)
    unused = Experiment.parse(f'{HEAD}archive = "nowhere"\n')
    with pytest.raises(SpecError, match="no view has any; set n_components"):
        train(unused, project.corpus, log=False)
    counting = f'{HEAD}{AXES}[classifier]\nkind = "complement_nb"\n'
    with pytest.raises(SpecError, match=r"complement_nb counts, and axes have values below 0"):
        Experiment.parse(counting)


def test_an_archive_is_named_relative_to_the_spec(tmp_path: Path) -> None:
    (tmp_path / "spec.toml").write_text(f'{HEAD}archive = ["../one", "two"]\n{AXES}')
    spec = Experiment.load(tmp_path / "spec.toml")
    assert spec.archive_paths == (tmp_path.parent / "one", tmp_path / "two")


def test_a_search_may_try_a_view_without_its_axes(project: Project) -> None:
    grid = '[search.grid]\n"features.1.n_components" = [0, 10]\n'
    [trained] = train(Experiment.parse(HEAD + AXES + grid), project.corpus, log=False)
    [searched] = trained.searches
    assert len(searched.search.trials) == 2
