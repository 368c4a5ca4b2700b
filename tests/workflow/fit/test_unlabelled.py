"""The unlabelled pool of a spec and corpus, and what a split allows of it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from tenor.articles import Article
from tenor.codebook import Task
from tenor.corpus import Corpus
from tenor.errors import CorpusError, SpecError
from tenor.models import count_terms
from tenor.models.explanation import explain
from tenor.models.spec import Experiment
from tenor.workflow.fit.labelled import LabelledSet, make_labelled_set
from tenor.workflow.fit.unlabelled import make_pool
from tenor.workflow.train.result import TrainingResult
from tenor.workflow.train.train import train

from ...conftest import Project

HEAD = 'task = "stance"\ntarget = "orle-dam"\n'
LSA = "[[features]]\n[[features]]\nn_components = 10\nmin_df = 2\nweight = 0.5\n"
SPEC = Experiment.parse(HEAD + LSA)
DAM = Task.stance("orle-dam")


def _with_unlabelled_corpus(folder: Path, split: str = "") -> Experiment:
    return Experiment.parse(f"{HEAD}unlabelled_corpora = {json.dumps(str(folder))}\n{split}{LSA}")


def _labelled_set(spec: Experiment, corpus: Corpus) -> LabelledSet:
    return make_labelled_set(spec, corpus, DAM, make_pool(spec, corpus))


@pytest.fixture(scope="module")
def unlabelled_corpus(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's articles once more, each with a word that the sample lacks."""
    folder = tmp_path_factory.mktemp("unlabelled") / "corpus"
    shutil.copytree(project.corpus.path, folder)
    table = pq.read_table(folder / "articles.parquet")
    texts = [f"{text} Quillfeather." for text in table["text"].to_pylist()]
    i = table.column_names.index("text")
    pq.write_table(table.set_column(i, table.field(i), [texts]), folder / "articles.parquet")
    return folder


@pytest.fixture(scope="module")
def with_lsa(project: Project) -> TrainingResult:
    """A model with an LSA view, fitted on the sample alone."""
    [result] = train(SPEC, project.corpus, log=False)
    return result


def test_lsa_is_fitted_on_all_articles_but_test_articles_and_their_near_duplicates(
    project: Project,
) -> None:
    corpus = project.corpus
    labelled = _labelled_set(SPEC, corpus)
    [split] = labelled.splits()
    pool = labelled.training_set(split).pool
    groups = corpus.articles["duplicate_group"]
    close = np.flatnonzero(groups.isin(groups.iloc[labelled.truth(split).rows]))
    assert set(pool.corpus_rows) == set(range(len(groups))) - set(close)
    assert len(pool.external_rows) == 0


def test_lsa_learns_terms_of_unlabelled_corpora_that_no_labelled_article_has(
    project: Project, unlabelled_corpus: Path
) -> None:
    [result] = train(_with_unlabelled_corpus(unlabelled_corpus), project.corpus, log=False)
    plain, lsa = result.model.views
    assert "quillfeather" not in list(plain.vocabulary)
    assert "quillfeather" in list(lsa.vocabulary)
    fingerprint = Corpus.load(unlabelled_corpus).fingerprint
    assert result.model.info["unlabelled_corpora"] == [fingerprint]


def test_articles_of_a_held_out_outlet_are_not_used_from_unlabelled_corpora_either(
    project: Project, unlabelled_corpus: Path
) -> None:
    spec = _with_unlabelled_corpus(unlabelled_corpus, '[split]\nkind = "outlet"\n')
    corpus = project.corpus
    labelled = _labelled_set(spec, corpus)
    [split] = labelled.splits()
    pool = labelled.training_set(split).pool
    assert pool.texts is not None
    used = set(pool.texts.table["outlet"].iloc[pool.external_rows])
    held_out = set(corpus.articles["outlet"].iloc[labelled.truth(split).rows])
    assert held_out
    assert used == set(corpus.articles["outlet"]) - held_out


def test_a_large_unlabelled_corpus_is_sampled_evenly(
    project: Project, unlabelled_corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenor.workflow.fit.unlabelled.MAX_EXTERNAL_ARTICLES", 3)
    pool = make_pool(_with_unlabelled_corpus(unlabelled_corpus), project.corpus)
    assert pool.texts is not None
    n = len(project.corpus.articles)
    table = pool.texts.table
    assert len(table) == n + 3
    titles = project.corpus.articles["title"]
    assert table["title"].iloc[n:].tolist() == titles.iloc[[0, (n - 1) // 2, n - 1]].tolist()


def test_an_unlabelled_corpus_that_is_the_corpus_itself_adds_nothing(
    project: Project, with_lsa: TrainingResult
) -> None:
    [result] = train(_with_unlabelled_corpus(project.corpus.path), project.corpus, log=False)
    assert result.model.weights.tolist() == with_lsa.model.weights.tolist()
    assert result.rows[0].scores.metrics == with_lsa.rows[0].scores.metrics


def test_contributions_of_lsa_terms_add_up_to_the_score(
    project: Project, with_lsa: TrainingResult
) -> None:
    model, row = with_lsa.model, project.corpus.articles.iloc[0]
    article = Article(article_id="", title=row["title"], text=row["text"])
    explanation = explain(model, article, model.labels[0])
    score = model.raw_scores(count_terms(article, [model]))[0]
    total = sum(value for _, _, value in explanation.terms) + model.intercept[0]
    assert total == pytest.approx(score, rel=1e-4)


def test_pools_of_other_articles_have_other_keys(project: Project, unlabelled_corpus: Path) -> None:
    keys = set()
    for spec in (SPEC, _with_unlabelled_corpus(unlabelled_corpus)):
        pool = make_pool(spec, project.corpus)
        keys |= {pool.key, replace(pool, corpus_rows=np.arange(3)).key}
    assert len(keys) == 4


def test_a_missing_or_unused_unlabelled_corpus_is_an_error(project: Project) -> None:
    missing = Experiment.parse(f'{HEAD}unlabelled_corpora = "nowhere"\n{LSA}')
    with pytest.raises(CorpusError, match=r"^unlabelled corpus: 'nowhere' is not a corpus"):
        train(missing, project.corpus, log=False)
    unused = Experiment.parse(f'{HEAD}unlabelled_corpora = "nowhere"\n')
    with pytest.raises(SpecError, match="which only views with n_components use"):
        train(unused, project.corpus, log=False)
    with pytest.raises(SpecError, match="complement_nb needs values of 0 and more"):
        Experiment.parse(f'{HEAD}{LSA}[classifier]\nkind = "complement_nb"\n')


def test_the_paths_of_unlabelled_corpora_are_relative_to_the_spec(tmp_path: Path) -> None:
    (tmp_path / "spec.toml").write_text(f'{HEAD}unlabelled_corpora = ["../one", "two"]\n{LSA}')
    spec = Experiment.load(tmp_path / "spec.toml")
    assert spec.unlabelled_corpus_paths == (tmp_path.parent / "one", tmp_path / "two")


def test_a_search_can_try_a_view_without_lsa(project: Project) -> None:
    grid = '[search.grid]\n"features.1.n_components" = [0, 10]\n'
    [result] = train(Experiment.parse(HEAD + LSA + grid), project.corpus, log=False)
    [fit_search] = result.searches
    assert len(fit_search.search.trials) == 2


def test_the_vocabulary_of_the_corpus_has_terms_that_labelled_articles_lack(
    partly_coded: Corpus,
) -> None:
    [labelled] = train(Experiment.parse(HEAD), partly_coded, log=False)
    [corpus] = train(Experiment.parse(f'{HEAD}vocabulary = "corpus"\n'), partly_coded, log=False)
    n_labelled, n_corpus = (len(r.model.views[0].vocabulary) for r in (labelled, corpus))
    assert len(partly_coded.articles) > labelled.n_train
    assert n_corpus > n_labelled
    assert labelled.n_train == corpus.n_train


def test_self_training_uses_only_articles_that_name_the_target_and_are_not_held_out(
    partly_coded: Corpus,
) -> None:
    spec = Experiment.parse(f"{HEAD}[self_training]\nshare = 1.0\n")
    [result] = train(spec, partly_coded, log=False)
    articles, codebook = partly_coded.articles, partly_coded.codebook
    pairs = zip(articles["title"], articles["text"], strict=True)
    naming = {i for i, pair in enumerate(pairs) if DAM.concerns(codebook, *pair)}
    held_out = articles.iloc[result.predictions.rows]
    close = articles["duplicate_group"].isin(held_out["duplicate_group"]).to_numpy()
    n_self_trained = result.model.n_self_trained
    assert 0 < n_self_trained <= len(naming - set(np.flatnonzero(close)))
    assert n_self_trained + result.n_train < len(articles)
