"""Stance models that use only the sentences that name their target."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from tenor.articles import Article
from tenor.codebook import Codebook, Task
from tenor.corpus import MODEL_INPUT, Corpus
from tenor.errors import CorpusError, SpecError
from tenor.models import count_terms, load_bundle, save_bundle
from tenor.models.estimator import decision_function, fit, make_pipeline
from tenor.models.explanation import explain
from tenor.models.fitting import fit_model
from tenor.models.labeler import Labeler
from tenor.models.pool import UnlabelledPool
from tenor.models.spec import Experiment
from tenor.workflow.fit.labelled import make_labelled_set
from tenor.workflow.fit.unlabelled import make_pool
from tenor.workflow.leaks.probe import probe_outlets
from tenor.workflow.leaks.shared_terms import find_shared_terms
from tenor.workflow.leaks.splits import make_leak_fits
from tenor.workflow.train.card import model_card
from tenor.workflow.train.result import TrainingResult
from tenor.workflow.train.train import train

from ..conftest import Project

TARGETS = ["orle-dam", "bridge-toll"]
DAM, TOLL = Task.stance("orle-dam"), Task.stance("bridge-toll")
TEXT = f"""
task = "stance"
target = {TARGETS}
[[features]]
field = "target_sentences"
[[features]]
field = "target_sentences"
n_components = 5
min_df = 2
"""
SPEC = Experiment.parse(TEXT)
ARTICLE = Article(
    article_id="1",
    title="Two votes",
    text="The dam brings cheap power and work. The toll is unfair robbery. Jobs are needed.",
)


@pytest.fixture(scope="module")
def results(project: Project) -> list[TrainingResult]:
    return train(SPEC, project.corpus, log=False)


def test_each_model_uses_only_sentences_about_its_target(
    results: list[TrainingResult],
) -> None:
    models = [result.model for result in results]
    of_the_dam = replace(ARTICLE, text="The dam brings cheap power and work.")
    of_the_toll = replace(ARTICLE, text="The toll is unfair robbery.")
    for model, alone in zip(models, [of_the_dam, of_the_toll], strict=True):
        both = model.raw_scores(count_terms(ARTICLE, models))
        assert both == pytest.approx(model.raw_scores(count_terms(alone, models)))


def _articles(corpus: Corpus) -> list[Article]:
    return corpus.articles_at(np.arange(len(corpus.articles)), MODEL_INPUT)


def test_the_compiled_path_and_the_plain_path_predict_the_same(
    project: Project, results: list[TrainingResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    models, articles = (
        [result.model for result in results],
        _articles(project.corpus),
    )
    monkeypatch.setattr("tenor.models.labeler.PLAIN_PATH_MAX", len(articles) + 1)
    plain = Labeler(models).label(articles)
    monkeypatch.setattr("tenor.models.labeler.PLAIN_PATH_MAX", 0)
    compiled = Labeler(models).label(articles)
    for row, other in zip(plain, compiled, strict=True):
        assert [one.labels for one in row] == [two.labels for two in other]
        for one, two in zip(row, other, strict=True):
            assert one.scores == pytest.approx(two.scores, abs=1e-4)


def test_a_model_scores_its_training_articles_as_its_pipeline_does(project: Project) -> None:
    """This holds for terms and for LSA components."""
    pool = make_pool(SPEC, project.corpus)
    training = make_labelled_set(SPEC, project.corpus, TOLL, pool).training_set()
    pipeline = make_pipeline(SPEC, single_label=True, pool=training.pool)
    fit(pipeline, training.texts, training.labels.matrix.argmax(axis=1))
    model = fit_model(SPEC, training)
    articles = _articles(project.corpus)
    scores = [model.raw_scores(count_terms(articles[row], [model])) for row in training.labels.rows]
    assert np.array(scores) == pytest.approx(
        decision_function(pipeline, training.texts, 3), abs=1e-4
    )


def test_a_loaded_bundle_uses_the_same_target_names(
    project: Project, results: list[TrainingResult], tmp_path: Path
) -> None:
    model = results[1].model
    save_bundle(model, tmp_path / "toll", project.corpus.codebook_text)
    loaded = load_bundle(tmp_path / "toll")
    assert [view.target_names for view in loaded.views] == [
        view.target_names for view in model.views
    ]
    assert "toll" in loaded.views[0].target_names
    assert loaded.predict([ARTICLE]) == model.predict([ARTICLE])


def test_only_sentences_that_name_the_target_contribute_to_its_explanation(
    results: list[TrainingResult],
) -> None:
    explanation = explain(results[0].model, ARTICLE, "favor")
    stop = ARTICLE.text.index("The toll")
    assert explanation.text[:stop].any()
    assert not explanation.text[stop:].any()
    assert not explanation.title.any()


def test_the_outlet_probe_uses_the_same_sentences(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenor.workflow.leaks.probe.MIN_ARTICLES_PER_OUTLET", 4)
    probe = probe_outlets(SPEC, project.corpus, DAM)
    outlet, terms = next((o, t) for o, t in probe.top_terms.items() if t)
    shared = find_shared_terms(SPEC, project.corpus, DAM, {"favor": [terms[0]]}, probe)
    [of_outlet] = [term for term in shared if term.outlet == outlet]
    table = project.corpus.articles.iloc[probe.rows]
    assert 0 < of_outlet.n_articles <= (table["outlet"] == outlet).sum()


def test_the_card_states_which_sentences_are_used(
    project: Project, results: list[TrainingResult]
) -> None:
    names = "(toll, tolls, bridge charge, crossing charge)"
    card = model_card(results[1], project.corpus, "")
    assert f"It uses the sentences that name it {names}, and nothing else." in card
    both = SPEC.with_settings({"features.1.field": "body"})
    card = model_card(replace(results[1], spec=both), project.corpus, "")
    assert f"It uses the sentences that name it {names}, and other fields of the article." in card
    assert "uses the sentences" not in model_card(project.stances[0], project.corpus, "")


def test_target_sentences_are_refused_for_themes() -> None:
    with pytest.raises(SpecError, match="'target_sentences' needs a target, and a theme has none"):
        Experiment.parse('task = "theme"\n[[features]]\nfield = "target_sentences"\n')
    with pytest.raises(ValidationError, match="'target_sentences' needs a target"):
        Experiment(task="theme", features=SPEC.features)
    grid = '[search.grid]\n"features.0.field" = ["body", "target_sentences"]\n'
    with pytest.raises(SpecError, match="'target_sentences' needs a target"):
        Experiment.parse(f'task = "theme"\n{grid}')


def test_a_target_needs_aliases_for_target_sentences(project: Project) -> None:
    book = project.corpus.codebook.model_dump()
    for target in book["targets"]:
        target["aliases"] = ()
    corpus = replace(project.corpus, codebook=Codebook.model_validate(book))
    grid = '[search.grid]\n"features.0.field" = ["body", "target_sentences"]\n'
    for spec in (SPEC, Experiment.parse(f'task = "stance"\n{grid}')):
        with pytest.raises(CorpusError, match="the codebook gives it no aliases"):
            make_labelled_set(spec, corpus, DAM, UnlabelledPool())


def test_an_unseen_target_split_is_impossible_with_target_sentences(project: Project) -> None:
    with pytest.raises(CorpusError, match="the sentences that name this one"):
        make_leak_fits(SPEC, project.corpus, DAM, ("target",), 1)
