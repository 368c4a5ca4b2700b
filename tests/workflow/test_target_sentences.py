"""Stances by the sentences that name their target."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from tenor.articles import Article
from tenor.codebook import Codebook
from tenor.corpus import Corpus
from tenor.errors import CorpusError, SpecError
from tenor.models import Experiment, count_terms, load_bundle, save_bundle
from tenor.models.estimator import decision, fit, make_pipeline
from tenor.models.explaining import explain
from tenor.models.fitting import fit_model
from tenor.models.model import Labeler
from tenor.workflow.background import with_background
from tenor.workflow.card import model_card
from tenor.workflow.held_out import make_parts
from tenor.workflow.lending import all_lenders
from tenor.workflow.prepared import prepare_labels
from tenor.workflow.probe import probe_outlets, shared_terms
from tenor.workflow.training import Trained, train

from ..conftest import Project

TARGETS = ["orle-dam", "bridge-toll"]
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
def trained(project: Project) -> list[Trained]:
    return train(SPEC, project.corpus, log=False)


def test_each_model_reads_only_the_sentences_about_its_target(trained: list[Trained]) -> None:
    """What is said of another target says nothing."""
    models = [one.model for one in trained]
    of_the_dam = replace(ARTICLE, text="The dam brings cheap power and work.")
    of_the_toll = replace(ARTICLE, text="The toll is unfair robbery.")
    for model, alone in zip(models, [of_the_dam, of_the_toll], strict=True):
        both = model.scores(count_terms(ARTICLE, models))
        assert both == pytest.approx(model.scores(count_terms(alone, models)))


def _articles(corpus: Corpus) -> list[Article]:
    columns = (corpus.articles[name] for name in ("article_id", "title", "text"))
    return [
        Article(article_id=i, title=title, text=text)
        for i, title, text in zip(*columns, strict=True)
    ]


def test_the_compiled_path_reads_what_the_plain_one_reads(
    project: Project, trained: list[Trained], monkeypatch: pytest.MonkeyPatch
) -> None:
    models, articles = [one.model for one in trained], _articles(project.corpus)
    monkeypatch.setattr("tenor.models.model.COUPLE", len(articles) + 1)
    plain = Labeler(models).label(articles)
    monkeypatch.setattr("tenor.models.model.COUPLE", 0)
    compiled = Labeler(models).label(articles)
    for row, other in zip(plain, compiled, strict=True):
        assert [one.labels for one in row] == [two.labels for two in other]
        for one, two in zip(row, other, strict=True):
            assert one.scores == pytest.approx(two.scores, abs=1e-4)


def test_a_model_scores_what_it_was_trained_on_as_in_training(project: Project) -> None:
    """Terms and axes alike."""
    lenders = all_lenders(SPEC, project.corpus)
    ready = prepare_labels(SPEC, project.corpus, "bridge-toll", lenders=lenders)
    data = with_background(SPEC, project.corpus, ready.data, ready.answered.rows)
    pipeline = make_pipeline(SPEC, one_label=True)
    fit(pipeline, data.texts, data.answers.matrix.argmax(axis=1))
    model = fit_model(SPEC, data, {})
    articles = _articles(project.corpus)
    scores = [model.scores(count_terms(articles[row], [model])) for row in data.answers.rows]
    assert np.array(scores) == pytest.approx(decision(pipeline, data.texts, 3), abs=1e-4)


def test_a_bundle_reads_what_its_model_read(
    project: Project, trained: list[Trained], tmp_path: Path
) -> None:
    """By the aliases of the codebook in it."""
    model = trained[1].model
    save_bundle(model, tmp_path / "toll", project.corpus.codebook_text)
    again = load_bundle(tmp_path / "toll")
    assert [view.names for view in again.views] == [view.names for view in model.views]
    assert "toll" in again.views[0].names
    assert again.predict([ARTICLE]) == model.predict([ARTICLE])


def test_only_words_beside_the_target_are_marked(trained: list[Trained]) -> None:
    found = explain(trained[0].model, ARTICLE, "favor")
    stop = ARTICLE.text.index("The toll")
    assert found.text[:stop].any()
    assert not found.text[stop:].any()
    assert not found.title.any()


def test_the_outlet_probe_reads_them_too(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tenor.workflow.probe.LEAST_ARTICLES", 4)
    probe = probe_outlets(SPEC, project.corpus, "orle-dam")
    outlet, terms = next((o, t) for o, t in probe.top_terms.items() if t)
    terms = {"favor": [terms[0]]}
    [found] = [s for s in shared_terms(SPEC, project.corpus, "orle-dam", terms, probe)
               if s.outlet == outlet]  # fmt: skip
    table = project.corpus.articles.iloc[probe.rows]
    assert 0 < found.n_articles <= (table["outlet"] == outlet).sum()


def test_the_card_says_what_is_read(project: Project, trained: list[Trained]) -> None:
    names = "(toll, tolls, bridge charge, crossing charge)"
    card = model_card(trained[1], project.corpus, "")
    assert f"It reads the sentences that name it {names}, and nothing else." in card
    both = SPEC.with_settings({"features.1.field": "body"})
    card = model_card(replace(trained[1], spec=both), project.corpus, "")
    assert f"It reads the sentences that name it {names}, and more of the article." in card
    assert "reads the sentences" not in model_card(project.stances[0], project.corpus, "")


def test_a_theme_has_no_target_to_read_about() -> None:
    with pytest.raises(SpecError, match="'target_sentences' needs a target, and a theme has none"):
        Experiment.parse('task = "theme"\n[[features]]\nfield = "target_sentences"\n')
    with pytest.raises(ValidationError, match="'target_sentences' needs a target"):
        Experiment(task="theme", features=SPEC.features)
    grid = '[search.grid]\n"features.0.field" = ["body", "target_sentences"]\n'
    with pytest.raises(SpecError, match="'target_sentences' needs a target"):
        Experiment.parse(f'task = "theme"\n{grid}')


def test_a_target_without_aliases_is_named_by_no_sentence(project: Project) -> None:
    book = project.corpus.codebook.model_dump()
    for target in book["targets"]:
        target["aliases"] = ()
    corpus = replace(project.corpus, codebook=Codebook.model_validate(book))
    grid = '[search.grid]\n"features.0.field" = ["body", "target_sentences"]\n'
    for spec in (SPEC, Experiment.parse(f'task = "stance"\n{grid}')):
        with pytest.raises(CorpusError, match="the codebook gives it no aliases"):
            prepare_labels(spec, corpus, "orle-dam")


def test_a_model_of_other_targets_sentences_is_told_to_be_impossible(project: Project) -> None:
    corpus: Corpus = project.corpus
    with pytest.raises(CorpusError, match="the sentences that name this one"):
        make_parts(SPEC, corpus, "orle-dam", ("target",), 1)
