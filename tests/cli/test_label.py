"""The output of ``tenor label``."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tenor.cli.label import label
from tenor.errors import OutputError
from tenor.workflow.prep import prepare

CODEBOOK = """version = "1"
[[themes]]
name = "sport"
rules = ["football", "match"]
[[themes]]
name = "economy"
rules = ["market"]
"""
ARTICLES = """article_id,title,text,topic
1,One,A football match today.,sport
2,Two,The football market grows.,economy
3,Three,Nothing at all.,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a corpus of three articles, of which people labelled two."""
    (tmp_path / "codebook.toml").write_text(CODEBOOK)
    (tmp_path / "articles.csv").write_text(ARTICLES)
    prepare(
        tmp_path / "articles.csv",
        tmp_path / "codebook.toml",
        tmp_path / "corpus",
        labels=["theme=topic"],
    )
    return tmp_path


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_it_prints_a_row_for_each_rule_and_the_majority_vote(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    label(folder / "corpus", output=folder / "rules.csv")
    printed = lines(capsys)
    assert printed[1] == "themes: precision and recall on 2 articles with gold"
    assert printed[4:8] == [
        "sport#1 2 66.7% 66.7% 0.0% 50.0% 100.0%",
        "sport#2 1 33.3% 33.3% 0.0% 100.0% 100.0%",
        "economy#1 1 33.3% 33.3% 0.0% 100.0% 100.0%",
        "majority vote 2 66.7% 66.7% 100.0%",
    ]
    assert printed[-1].startswith(f"{folder / 'corpus'}: 4 judgements by rules; fingerprint ")
    with (folder / "rules.csv").open(encoding="utf-8", newline="") as file:
        assert [row["rule"] for row in csv.DictReader(file)] == ["sport#1", "sport#2", "economy#1"]


def test_it_names_a_codebook_that_does_not_replace_the_corpus_own(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = folder / "other.toml"
    other.write_text(CODEBOOK.replace('version = "1"', 'version = "2"'))
    label(folder / "corpus", other)
    assert lines(capsys)[-1] == (
        f"the corpus keeps its own codebook: {other} differs from it in more than rules"
    )


def test_an_existing_table_is_refused_before_anything_is_labelled(folder: Path) -> None:
    (folder / "rules.csv").touch()
    before = (folder / "corpus" / "corpus.json").read_bytes()
    with pytest.raises(OutputError, match="exists already"):
        label(folder / "corpus", output=folder / "rules.csv")
    assert (folder / "corpus" / "corpus.json").read_bytes() == before
