"""The outlet probe, and the terms that labels share with outlets."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.corpus import Corpus
from tenor.errors import CorpusError
from tenor.models import Experiment
from tenor.workflow.prep import prepare
from tenor.workflow.probe import Probe, probe_outlets, shared_terms

from ..conftest import Project

SPEC = Experiment.parse('task = "theme"\n[[features]]\nngram_range = [1, 2]\n')


@pytest.fixture(scope="module")
def probe(project: Project) -> Probe:
    return probe_outlets(SPEC, project.corpus, "")


def test_the_features_name_outlets_far_better_than_the_largest_does(probe: Probe) -> None:
    assert len(probe.outlets) == 8
    assert probe.scores.accuracy is not None
    assert probe.intervals["accuracy"].low > 2 * probe.majority_accuracy
    assert probe.intervals["macro_f1"].low > 2 * probe.majority_macro_f1
    assert probe.n_train + probe.n_test == len(probe.rows) == 240


def test_shared_terms_are_counted_in_the_outlets_articles(project: Project, probe: Probe) -> None:
    outlet = "The Ellin Courier"
    term = probe.top_terms[outlet][0][1]
    label_terms = {"economy": [("title_body", "nowhere", 2.0), ("title_body", term, 1.0)]}
    [found] = [s for s in shared_terms(SPEC, project.corpus, "", label_terms, probe)
               if s.outlet == outlet]  # fmt: skip
    assert (found.label, found.term, found.label_rank, found.outlet_rank) == ("economy", term, 2, 1)
    table = project.corpus.articles
    own = table[table["outlet"] == outlet]
    words = (own["title"] + " " + own["text"]).str.lower()
    holding = own[words.str.contains(rf"\b{term}\b")]
    assert found.n_articles == len(holding)
    assert found.share_of_outlet == pytest.approx(len(holding) / len(own))
    assert set(found.article_ids) <= set(holding["article_id"])


def test_terms_that_no_outlet_has_are_not_shared(project: Project, probe: Probe) -> None:
    terms = {"economy": [("title_body", "nowhere to be found", 1.0)]}
    assert shared_terms(SPEC, project.corpus, "", terms, probe) == []


def test_one_outlet_cannot_be_told_from_another(project: Project, tmp_path: Path) -> None:
    corpus = prepare(
        project.folder / "data/articles/wire.jsonl", project.folder / "codebook.toml",
        tmp_path / "corpus",
    )  # fmt: skip
    with pytest.raises(CorpusError, match="needs two outlets with 20 articles each; this corpus"):
        probe_outlets(SPEC, corpus, "")


def test_of_a_stance_the_articles_that_mention_the_target_count(project: Project) -> None:
    spec = Experiment.parse('task = "stance"\n')
    with pytest.raises(CorpusError, match="20 articles each that mention 'orle-dam'"):
        probe_outlets(spec, project.corpus, "orle-dam")


def test_a_stance_without_aliases_is_probed_on_every_article(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "codebook.toml").write_text('version = "1"\n[[targets]]\nname = "leaning"\n')
    corpus: Corpus = prepare(
        project.folder / "data/articles", tmp_path / "codebook.toml", tmp_path / "corpus"
    )
    probe = probe_outlets(Experiment.parse('task = "stance"\n'), corpus, "leaning")
    assert len(probe.outlets) == 8
    assert probe.intervals["accuracy"].low > probe.majority_accuracy
