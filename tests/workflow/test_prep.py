"""Preparing a corpus from article files, label columns and codings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tenor.errors import InputError, OutputError
from tenor.workflow.prep import prepare

from ..conftest import Project

CODEBOOK = """
version = "1"
themes_per_article = "one or more"
[[themes]]
name = "Economy"
[[themes]]
name = "Sport"
[[targets]]
name = "mayor"
positions = ["favor", "against"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "codebook.toml").write_text(CODEBOOK)
    return tmp_path


def test_the_sample_gives_its_documented_corpus(project: Project) -> None:
    info = project.corpus.info
    assert info["articles"] == 276
    assert info["duplicate_groups"] >= 10
    assert info["rejected"] == {}
    articles = project.corpus.articles
    assert articles["outlet"].nunique() == 8
    assert set(articles["reader"]) == {"archive_page", "csv", "html", "jsonl"}
    assert (articles["text"].str.len() > 200).all()
    for word in ("Disclaimer", "PayPal", "Copyright", "rush transcript", "Licensed customers"):
        assert not articles["text"].str.contains(word).any(), word


def test_the_same_inputs_give_the_same_files(project: Project, tmp_path: Path) -> None:
    again = prepare(
        project.folder / "data/articles",
        project.folder / "codebook.toml",
        tmp_path / "corpus",
        codings=[project.folder / "data/codings.csv"],
    )
    # The project prepared them by relative paths.
    assert again.articles.drop(columns="source_path").equals(
        project.corpus.articles.drop(columns="source_path")
    )
    once_more = prepare(
        project.folder / "data/articles",
        project.folder / "codebook.toml",
        tmp_path / "again",
        codings=[project.folder / "data/codings.csv"],
    )
    for file in sorted(again.path.iterdir()):
        assert file.read_bytes() == (once_more.path / file.name).read_bytes(), file.name


def test_label_columns_become_judgements_and_invalid_labels_are_set_aside(folder: Path) -> None:
    rows = [
        {"id": 1, "text": "One.", "topic": "sport; economy", "view": "favor"},
        {"id": 2, "text": "Two.", "topic": ["Sport"], "view": "FAVOR"},
        {"id": 3, "text": "Three.", "topic": "gossip", "view": "meh"},
        {"id": 4, "text": "Four.", "topic": "", "view": None},
    ]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    corpus = prepare(
        folder / "rows.jsonl",
        folder / "codebook.toml",
        folder / "corpus",
        labels=["theme=topic", "stance:mayor=view"],
    )
    labels = corpus.labels[["article_id", "task", "target", "label", "origin"]]
    assert labels.to_numpy().tolist() == [
        ["1", "theme", "", "Sport", "coder"],
        ["1", "theme", "", "Economy", "coder"],
        ["1", "stance", "mayor", "favor", "coder"],
        ["2", "theme", "", "Sport", "coder"],
        ["2", "stance", "mayor", "favor", "coder"],
    ]
    lines = (corpus.path / "rejected.jsonl").read_text().splitlines()
    assert [(json.loads(line)["reason"], json.loads(line)["detail"]) for line in lines] == [
        ("bad_label", "theme 'gossip' is not one of Economy, Sport, none (column 'topic')"),
        ("bad_label", "stance 'meh' is not one of favor, against (column 'view')"),
    ]


def test_a_malformed_label_column_is_an_error_before_articles_are_read(folder: Path) -> None:
    for label, fault in [
        ("topic", "label column 'topic' cannot be parsed"),
        ("stance:weather=view", "target 'weather' is not in the codebook"),
    ]:
        with pytest.raises(InputError, match=fault):
            prepare("nowhere", folder / "codebook.toml", folder / "corpus", labels=[label])


def test_a_label_column_that_no_table_has_is_an_error(folder: Path) -> None:
    (folder / "rows.jsonl").write_text('{"text": "One.", "topic": "Sport"}')
    with pytest.raises(InputError, match="label column 'topik' is in none of the tables"):
        prepare(
            folder / "rows.jsonl",
            folder / "codebook.toml",
            folder / "corpus",
            labels=["theme=topik"],
        )
    assert not (folder / "corpus").exists()


def test_inputs_without_articles_are_an_error_and_no_corpus_is_made(folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "empty.txt").touch()
    with pytest.raises(InputError, match="none of the inputs gave an article"):
        prepare(folder / "in", folder / "codebook.toml", folder / "corpus")
    assert sorted(path.name for path in folder.iterdir()) == ["codebook.toml", "in"]


def test_force_replaces_a_corpus_and_nothing_else(folder: Path) -> None:
    (folder / "a.txt").write_text("An article.")
    first = prepare(folder / "a.txt", folder / "codebook.toml", folder / "corpus")
    with pytest.raises(OutputError, match="exists already"):
        prepare(folder / "a.txt", folder / "codebook.toml", folder / "corpus")
    (folder / "a.txt").write_text("Another article.")
    second = prepare(folder / "a.txt", folder / "codebook.toml", folder / "corpus", force=True)
    assert first.fingerprint != second.fingerprint
    (folder / "mine").mkdir()
    (folder / "mine" / "thesis.doc").touch()
    with pytest.raises(OutputError, match="is not a corpus"):
        prepare(folder / "a.txt", folder / "codebook.toml", folder / "mine", force=True)
