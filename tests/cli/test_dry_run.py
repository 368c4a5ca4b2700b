"""The output of ``--dry-run``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.cli.predict import predict
from tenor.cli.prep import prep
from tenor.cli.train import train
from tenor.tracking.state import stored_versions

from ..conftest import Project


@pytest.mark.usefixtures("in_the_project")
def test_every_number_is_printed(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prep(["data/articles"], Path("codebook.toml"), Path("data/corpus"), force=True, dry_run=True)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "dry run: nothing is written"
    n_articles = project.corpus.info["articles"]
    assert lines[1].startswith("  reads ")
    assert lines[1].endswith(f": {n_articles} articles")
    assert lines[3].startswith(f"  replaces data/corpus: {n_articles} articles, ")
    assert lines[4].startswith("  takes about ")
    output = tmp_path / "labels.csv"
    predict(["data/new"], str(output), ["tenor-theme@champion"], dry_run=True)
    lines = capsys.readouterr().out.splitlines()
    assert lines[2:4] == ["  labels them by tenor-theme@champion", f"  makes {output}"]
    train([Path("experiments/themes.toml")], promote=True, dry_run=True)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("themes: themes, on ")
    # Other tests of this process may have trained in the project, too.
    assert lines[3] == f"  registers tenor-theme v{stored_versions()['tenor-theme'] + 1}"
    assert lines[4] == f"  makes it tenor-theme@champion in place of v{project.themes.version}"
    assert lines[5].endswith(", as the last training of this spec and corpus")


@pytest.mark.usefixtures("in_the_project")
def test_inputs_without_an_article_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "news.csv"
    table.write_text("id,content_of_it\n1,Words.\n", encoding="utf-8")
    prep([str(table)], Path("codebook.toml"), tmp_path / "corpus", dry_run=True)
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == "  rejects 1 file: 1 no_text"
    assert lines[3].startswith("  finds no article, and would fail")
