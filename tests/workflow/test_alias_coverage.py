"""Coded articles that name a target by none of its aliases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.codebook import THEMES, Codebook, Task
from tenor.errors import CorpusError
from tenor.models.pool import UnlabelledPool
from tenor.models.spec import Experiment
from tenor.workflow.alias_coverage import AliasCoverage, alias_coverage
from tenor.workflow.fit.labelled import make_labelled_set
from tenor.workflow.prep import prepare

from ..conftest import Project

BOOK = (
    'version = "1"\n[[targets]]\nname = "toll"\naliases = ["charge"]\n[[targets]]\nname = "dam"\n'
)
ROWS = (
    "article_id\ttext\tst\n1\tThe charge rises.\tfavor\n2\tA fare like this is too high.\tagainst\n"
    "3\tIt is a fee.\tneutral\n4\tNobody coded this fee.\t\n"
)


def test_coded_articles_without_an_alias_are_counted(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(BOOK)
    (tmp_path / "rows.tsv").write_text(ROWS)
    corpus = prepare(
        tmp_path / "rows.tsv",
        tmp_path / "book.toml",
        tmp_path / "corpus",
        labels=["stance:toll=st"],
    )
    toll = alias_coverage(corpus, corpus.codebook, Task.stance("toll"))
    assert toll == AliasCoverage("toll", 3, 2)
    assert toll.sentence.startswith("2 of 3 coded articles name no alias of toll, so that no")
    # A newer codebook is checked against the same codings.
    newer = Codebook.parse(BOOK.replace('"charge"', '"charge", "fare", "fee"'))
    assert alias_coverage(corpus, newer, Task.stance("toll")) == AliasCoverage("toll", 3, 0)
    assert AliasCoverage("toll", 3, 0).sentence == ""
    assert alias_coverage(corpus, corpus.codebook, Task.stance("dam")) is None
    assert alias_coverage(corpus, corpus.codebook, THEMES) is None


def test_a_training_of_a_target_that_no_coded_article_names_is_refused(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(BOOK.replace("charge", "levy"))
    (tmp_path / "rows.tsv").write_text(ROWS)
    corpus = prepare(
        tmp_path / "rows.tsv",
        tmp_path / "book.toml",
        tmp_path / "corpus",
        labels=["stance:toll=st"],
    )
    spec = Experiment.parse('task = "stance"\ntarget = "toll"\n')
    with pytest.raises(CorpusError, match="toll: 3 of 3 coded articles name no alias of toll"):
        make_labelled_set(spec, corpus, Task.stance("toll"), UnlabelledPool())


def test_a_training_counts_them(project: Project) -> None:
    for result in project.stances:
        assert result.alias_coverage is not None
        assert result.alias_coverage.n_coded >= result.rows[0].scores.n_articles
    assert project.themes.alias_coverage is None
