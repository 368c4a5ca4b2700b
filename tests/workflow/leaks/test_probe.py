"""The outlet probe."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.codebook import THEMES, Task
from tenor.corpus import Corpus
from tenor.errors import CorpusError
from tenor.models.spec import Experiment
from tenor.workflow.leaks.probe import probe_outlets
from tenor.workflow.leaks.result import LeakTable
from tenor.workflow.prep import prepare

from ...conftest import Project

SPEC = Experiment.parse('task = "theme"\n[[features]]\nngram_range = [1, 2]\n')
STANCE = Experiment.parse('task = "stance"\n')


def test_features_predict_outlets_far_better_than_the_majority_baseline(
    leak_table: LeakTable,
) -> None:
    probe = leak_table.probe
    assert probe is not None
    assert len(probe.outlets) == len(probe.top_terms) == 8
    assert probe.accuracy == probe.scores.accuracy
    assert probe.intervals["accuracy"].low > 2 * probe.majority_accuracy
    assert probe.intervals["macro_f1"].low > 2 * probe.majority_macro_f1
    assert probe.n_train + probe.n_test == len(probe.rows) == 276


def test_a_corpus_of_one_outlet_cannot_be_probed(project: Project, tmp_path: Path) -> None:
    corpus = prepare(
        project.folder / "data/articles/wire.jsonl",
        project.folder / "codebook.toml",
        tmp_path / "corpus",
    )
    with pytest.raises(CorpusError, match="needs two outlets with 20 articles each; this corpus"):
        probe_outlets(SPEC, corpus, THEMES)


def test_for_a_stance_only_articles_that_mention_the_target_are_used(project: Project) -> None:
    with pytest.raises(CorpusError, match="20 articles each that mention 'orle-dam'"):
        probe_outlets(STANCE, project.corpus, Task.stance("orle-dam"))


def test_for_a_target_without_aliases_every_article_is_used(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "codebook.toml").write_text('version = "1"\n[[targets]]\nname = "leaning"\n')
    corpus: Corpus = prepare(
        project.folder / "data/articles", tmp_path / "codebook.toml", tmp_path / "corpus"
    )
    probe = probe_outlets(STANCE, corpus, Task.stance("leaning"))
    assert len(probe.outlets) == 8
    assert probe.intervals["accuracy"].low > probe.majority_accuracy
