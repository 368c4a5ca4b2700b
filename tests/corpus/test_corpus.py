"""A corpus on disk: opening it, and its labels and articles."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tenor.articles import Article
from tenor.codebook import THEMES, Task
from tenor.corpus import Corpus, CorpusWriter, articles_of
from tenor.errors import CorpusError
from tenor.labeling import Judgment


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with CorpusWriter(tmp_path / "corpus", 'version = "1"\n[[themes]]\nname = "a"\n', "") as writer:
        writer.add(Article(article_id="a1", text="One."))
    return tmp_path / "corpus"


def test_a_folder_that_is_not_a_corpus_raises_with_the_command_that_makes_one(
    tmp_path: Path,
) -> None:
    with pytest.raises(CorpusError) as caught:
        Corpus.load(tmp_path)
    assert str(caught.value) == (
        f"'{tmp_path}' is not a corpus, because it has no corpus.json; make one with 'tenor prep'"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"format": "tenor-corpus-1"}', "is a corpus of another format"),
        (b"[]", "is a corpus of another format"),
        (b"{", "cannot be read: "),
        (b"\xff", "cannot be read: "),
    ],
)
def test_a_corpus_json_of_another_format_or_damaged_raises_one_sentence(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "corpus.json").write_bytes(content)
    with pytest.raises(CorpusError, match=message):
        Corpus.load(tmp_path)


@pytest.mark.parametrize("name", ["articles.parquet", "labels.parquet", "codebook.toml"])
def test_a_missing_file_raises_when_the_corpus_is_loaded(path: Path, name: str) -> None:
    """Not when the table is first used."""
    (path / name).unlink()
    with pytest.raises(CorpusError) as caught:
        Corpus.load(path)
    assert str(caught.value) == f"corpus '{path}' has no {name}; make it again with 'tenor prep'"


def test_a_damaged_table_raises_one_sentence(path: Path) -> None:
    """Not the traceback of Arrow."""
    (path / "articles.parquet").write_bytes(b"PAR1 and nothing more")
    with pytest.raises(CorpusError, match=r"articles\.parquet' cannot be read: "):
        _ = Corpus.load(path).articles


BOOK = """version = "1"
[[themes]]
name = "economy"
[[themes]]
name = "sport"
[[targets]]
name = "toll"
"""
ARTICLES = (
    Article(
        article_id="a1",
        text="One.",
        title="First",
        outlet="Herald",
        published=date(2020, 1, 8),
        regions=("Spain", "France"),
        publisher_themes=("Business",),
        claim="The toll is fair.",
    ),
    Article(article_id="a2", text="Two."),
    Article(article_id="a3", text="Three.", outlet="Post"),
)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    with CorpusWriter(tmp_path / "corpus", BOOK, "") as writer:
        for article in ARTICLES:
            writer.add(article)
        for judgment in (
            Judgment("a1", "theme", "", "economy", "publisher", "Herald"),
            Judgment("a2", "theme", "", "sport", "coder", "ana"),
            Judgment("a2", "theme", "", "none", "coder", "ben"),
            Judgment("a3", "theme", "", "sport", "rule", "sport#1"),
            Judgment("a3", "stance", "toll", "favor", "coder", "ana"),
            Judgment("a3", "stance", "toll", "against", "adjudicated", "eva"),
        ):
            writer.add_judgment(judgment)
    return Corpus.load(tmp_path / "corpus")


def test_resolved_labels_are_those_of_a_task_by_the_origins_asked_for(corpus: Corpus) -> None:
    """Their rows are positions in the articles table."""
    everything = corpus.resolved_labels(THEMES)
    assert everything.labels == ("economy", "sport")
    assert everything.rows.tolist() == [0, 1, 2]
    assert everything.matrix.tolist() == [[1, 0], [0, 0], [0, 1]]
    assert everything.is_gold.tolist() == [False, True, False]
    assert corpus.resolved_labels(THEMES, origins=("rule",)).rows.tolist() == [2]
    stances = corpus.resolved_labels(Task.stance("toll"))
    assert (stances.rows.tolist(), stances.matrix.tolist()) == ([2], [[0, 1, 0]])


def test_gold_labels_are_those_by_people(corpus: Corpus) -> None:
    gold = corpus.gold_labels(THEMES)
    assert (gold.rows.tolist(), gold.matrix.tolist()) == ([1], [[0, 0]])
    assert gold.is_gold.all()


def test_coder_labels_are_those_before_adjudication(corpus: Corpus) -> None:
    cells = corpus.coder_labels(THEMES)
    assert cells.coders == ("ana", "ben")
    assert cells.rows_of_several_coders().tolist() == [1]
    [positions] = corpus.coder_labels(Task.stance("toll")).matrix.tolist()
    assert positions == [True, False, False]


def test_articles_at_rows_are_those_that_were_written(corpus: Corpus) -> None:
    """In the order of the rows; lists are tuples again."""
    assert corpus.articles_at(np.array([2, 0])) == [ARTICLES[2], ARTICLES[0]]
    assert corpus.article_ids.tolist() == ["a1", "a2", "a3"]
    assert corpus.articles_at(np.empty(0, dtype=np.intp)) == []


def test_articles_may_be_filled_with_some_columns_alone(corpus: Corpus) -> None:
    [article] = corpus.articles_at(np.array([0]), ("article_id", "text", "claim"))
    assert article == Article(article_id="a1", text="One.", claim="The toll is fair.")


def test_articles_of_a_table_ignore_columns_that_are_not_of_an_article() -> None:
    table = pd.DataFrame({"article_id": ["x"], "text": ["Text."], "duplicate_group": ["x"]})
    assert list(articles_of(table)) == [Article(article_id="x", text="Text.")]


def test_columns_are_read_of_all_articles_or_of_those_with_given_ids(corpus: Corpus) -> None:
    """The whole table is not loaded for it."""
    table = corpus.read_columns(["outlet", "text"])
    assert table.to_dict("list") == {
        "outlet": ["Herald", "", "Post"],
        "text": ["One.", "Two.", "Three."],
    }
    chosen = corpus.read_columns(["article_id"], {"a3", "a1", "unknown"})
    assert chosen["article_id"].tolist() == ["a1", "a3"]
    assert "articles" not in corpus.__dict__


def test_texts_of_another_cleaning_raise_one_sentence(corpus: Corpus) -> None:
    corpus.check_cleaning()
    corpus.info["cleaning"] = "news-0"
    with pytest.raises(CorpusError) as caught:
        corpus.check_cleaning()
    assert str(caught.value) == (
        f"corpus '{corpus.path}' was cleaned by 'news-0', and this version cleans by 'news-2'; "
        "make it again with 'tenor prep'"
    )
