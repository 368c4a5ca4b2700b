"""Replacing the judgements of a corpus."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from threading import Thread

import pytest

from tenor.articles import Article
from tenor.codebook import Codebook
from tenor.corpus import Corpus, CorpusWriter, judgments_of, open_to_change, write_judgments
from tenor.errors import CorpusError, OutputError
from tenor.labeling import Judgment

TEXT = 'version = "1"\n[[themes]]\nname = "économie"\n'
BOOK = Codebook.parse(TEXT)
ARTICLES = (
    Article(
        article_id="a1", text="One \U0001f600.", published=date(2018, 1, 8), regions=("Spain",)
    ),
    Article(article_id="a2", text="Two."),
)
OLD = Judgment("a1", "theme", "", "économie", "publisher", "The Paper")
NEW = Judgment("a2", "theme", "", "none", "coder", "ana", BOOK.fingerprint, "2024-05-01")


def write(path: Path, *judgments: Judgment) -> Corpus:
    with CorpusWriter(path, TEXT, BOOK.fingerprint) as writer:
        for article in ARTICLES:
            writer.add(article)
        for judgment in judgments:
            writer.add_judgment(judgment)
    return Corpus.load(path)


def files(path: Path) -> dict[str, bytes]:
    return {name: (path / name).read_bytes() for name in sorted(os.listdir(path))}


def test_the_files_are_those_that_the_writer_would_have_written(tmp_path: Path) -> None:
    """Byte for byte, and no others."""
    corpus = write(tmp_path / "later", OLD)
    changed = write_judgments(corpus, [*judgments_of(corpus.labels), NEW])
    write(tmp_path / "at-once", OLD, NEW)
    assert files(tmp_path / "later") == files(tmp_path / "at-once")
    assert changed.fingerprint != corpus.fingerprint
    assert judgments_of(changed.labels) == [OLD, NEW]
    assert changed.info["judgments"] == [
        {"task": "theme", "target": "", "origin": "coder", "count": 1},
        {"task": "theme", "target": "", "origin": "publisher", "count": 1},
    ]


def test_the_same_judgements_leave_the_files_unchanged(tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus", OLD, NEW)
    before = files(corpus.path)
    write_judgments(corpus, judgments_of(corpus.labels))
    assert files(corpus.path) == before


def test_a_table_without_judgements_keeps_its_columns(tmp_path: Path) -> None:
    changed = write_judgments(write(tmp_path / "corpus", OLD), [])
    assert changed.labels.columns.tolist() == list(Judgment._fields)
    assert changed.info["judgments"] == []


def test_a_corpus_that_cannot_be_written_keeps_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = write(tmp_path / "corpus", OLD)
    before = files(corpus.path)
    monkeypatch.setattr(os, "replace", _fail)
    with pytest.raises(OutputError, match="cannot be written: No space left"):
        write_judgments(corpus, [NEW])
    assert files(corpus.path) == before


def _fail(*paths: Path) -> None:
    raise OSError(28, "No space left")


def test_two_changes_of_a_corpus_both_remain(tmp_path: Path) -> None:
    """The second waits for the first, and sees its judgements."""
    corpus = write(tmp_path / "corpus", OLD)
    other = NEW._replace(coder="ben")

    def add(judgment: Judgment) -> None:
        with open_to_change(corpus.path) as opened:
            write_judgments(opened, [*judgments_of(opened.labels), judgment])

    with open_to_change(corpus.path) as opened:
        thread = Thread(target=add, args=(other,))
        thread.start()
        thread.join(0.1)
        write_judgments(opened, [*judgments_of(opened.labels), NEW])
    thread.join()
    assert judgments_of(Corpus.load(corpus.path).labels) == [OLD, NEW, other]


def test_a_corpus_that_was_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus", OLD)
    write_judgments(corpus, [OLD, NEW])
    with pytest.raises(CorpusError, match="was changed by another command meanwhile"):
        write_judgments(corpus, [OLD])
    assert judgments_of(Corpus.load(corpus.path).labels) == [OLD, NEW]


def test_the_codebook_is_replaced_as_its_author_wrote_it(tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus", OLD)
    text = f"# second edition\r\n{TEXT}"
    changed = write_judgments(corpus, [OLD], text)
    assert (changed.path / "codebook.toml").read_bytes() == text.encode()
    assert files(changed.path).keys() == files(corpus.path).keys()
