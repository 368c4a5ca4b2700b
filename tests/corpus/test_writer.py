"""Writing a corpus folder and loading it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tenor.articles import Article, Reason, Rejection
from tenor.codebook import Codebook
from tenor.corpus import Corpus, CorpusWriter
from tenor.errors import OutputError
from tenor.labeling import Judgment

TEXT = '# ours\r\nversion = "1"\n[[themes]]\nname = "économie"\n'
BOOK = Codebook.parse(TEXT)
WIRE = " ".join(f"w{i}" for i in range(100))
FULL = Article(
    article_id="a1",
    text=WIRE,
    title="Title",
    outlet="The Paper",
    byline="Ana Ruiz",
    published=date(2018, 1, 8),
    originally_published=date(1850, 12, 31),
    url="https://paper.example/1",
    language="en",
    regions=("Spain", "France"),
    publisher_themes=("Business",),
    series="Series",
    claim="Claim",
    part="train",
    source_path="in/a1.txt",
    reader="plain",
    columns={"dropped": 1},
)
BARE = Article(article_id="a2", text="Ünrelated \U0001f600 text.\n\nOf two paragraphs.")
COPY = Article(article_id="a3", text=f"{WIRE} end")
JUDGED = Judgment("a2", "theme", "", "économie", "coder", "ana", BOOK.fingerprint, "2024-05-01")

LISTS = ("regions", "publisher_themes")


def write(path: Path, *articles: Article, judged: tuple[Judgment, ...] = (JUDGED,)) -> CorpusWriter:
    with CorpusWriter(path, TEXT, BOOK.fingerprint) as writer:
        for article in articles:
            writer.add(article)
        for judgment in judged:
            writer.add_judgment(judgment)
        writer.reject(Rejection("in/ü.pdf", Reason.NO_TEXT_LAYER, "no text layer"))
    return writer


def rejected(path: Path) -> list[dict[str, str]]:
    lines = (path / "rejected.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def files(path: Path) -> dict[str, bytes]:
    return {name: (path / name).read_bytes() for name in sorted(os.listdir(path))}


def test_a_written_corpus_is_loaded_unchanged(tmp_path: Path) -> None:
    """Every field, every judgement, the duplicate groups and the text of the codebook."""
    writer = write(tmp_path / "corpus", FULL, BARE, COPY)
    corpus = Corpus.load(tmp_path / "corpus")
    first, second, third = corpus.articles.to_dict("records")
    assert {key: list(v) if key in LISTS else v for key, v in first.items()} == {
        "article_id": "a1",
        "title": "Title",
        "text": WIRE,
        "outlet": "The Paper",
        "byline": "Ana Ruiz",
        "published": date(2018, 1, 8),
        "originally_published": date(1850, 12, 31),
        "url": "https://paper.example/1",
        "language": "en",
        "regions": ["Spain", "France"],
        "publisher_themes": ["Business"],
        "series": "Series",
        "claim": "Claim",
        "part": "train",
        "source_path": "in/a1.txt",
        "reader": "plain",
        "duplicate_group": "a1",
    }
    assert (second["text"], second["duplicate_group"]) == (BARE.text, "a2")
    assert (second["outlet"], second["published"], list(second["regions"])) == ("", None, [])
    assert (third["article_id"], third["duplicate_group"]) == ("a3", "a1")
    assert corpus.labels.to_dict("records") == [JUDGED._asdict()]
    assert corpus.codebook == BOOK
    assert (tmp_path / "corpus" / "codebook.toml").read_bytes() == TEXT.encode()
    assert corpus.info == writer.info
    assert corpus.fingerprint == corpus.info.pop("fingerprint")
    assert corpus.info == {
        "format": "tenor-corpus-3",
        "codebook": BOOK.fingerprint,
        "cleaning": "news-2",
        "articles": 3,
        "duplicate_groups": 1,
        "articles_in_duplicate_groups": 2,
        "rejected": {"no_text_layer": 1},
        "dates": {"no_date": 2},
        "judgments": [{"task": "theme", "target": "", "origin": "coder", "count": 1}],
        "judgments_without_codebook": 0,
    }


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    """In every file, in any folder, for more than one batch of articles."""
    many = [FULL, COPY, BARE]
    many += [Article(article_id=f"b{i}", text=f"{i} tells of {i * 7}") for i in range(1500)]
    for name in ("one", "other"):
        write(tmp_path / name, *many)
    one, other = files(tmp_path / "one"), files(tmp_path / "other")
    assert list(one) == [
        "articles.parquet",
        "codebook.toml",
        "corpus.json",
        "earlier_codebooks.json",
        "labels.parquet",
        "rejected.jsonl",
    ]
    assert one == other
    assert sorted(os.listdir(tmp_path)) == ["one", "other"]
    table = Corpus.load(tmp_path / "one").articles
    assert table["article_id"].tolist() == [article.article_id for article in many]
    assert table["duplicate_group"].tolist() == ["a1", "a1"] + [a.article_id for a in many[2:]]


def test_the_fingerprint_depends_on_articles_and_judgements_only(tmp_path: Path) -> None:
    """On words, judgements and their order, not on rejections or the folder."""
    runs = {
        "same": ((FULL, BARE), (JUDGED,)),
        "again": ((FULL, BARE), (JUDGED,)),
        "order": ((BARE, FULL), (JUDGED,)),
        "fewer": ((FULL,), ()),
        "word": ((FULL, Article(article_id="a2", text="Other.")), (JUDGED,)),
        "coder": ((FULL, BARE), (JUDGED._replace(coder="tom"),)),
    }
    fingerprints = {
        name: write(tmp_path / name, *articles, judged=judged).info["fingerprint"]
        for name, (articles, judged) in runs.items()
    }
    assert fingerprints["same"] == fingerprints.pop("again")
    assert len(set(fingerprints.values())) == 5


def test_a_corpus_without_articles_has_all_columns(tmp_path: Path) -> None:
    write(tmp_path / "corpus", judged=())
    corpus = Corpus.load(tmp_path / "corpus")
    assert corpus.info["articles"] == 0
    assert corpus.info["duplicate_groups"] == 0
    assert corpus.articles.columns[-1] == "duplicate_group"
    assert corpus.labels.columns.tolist() == list(Judgment._fields)


def test_the_second_article_with_an_id_is_rejected(tmp_path: Path) -> None:
    with CorpusWriter(tmp_path / "corpus", TEXT, "") as writer:
        assert writer.add(FULL)
        assert not writer.add(Article(article_id="a1", text="Other.", source_path="in/other.txt"))
    assert writer.info["articles"] == 1
    assert writer.info["rejected"] == {"duplicate_id": 1}
    assert rejected(tmp_path / "corpus") == [
        {
            "source_path": "in/other.txt",
            "reason": "duplicate_id",
            "detail": "article_id 'a1' is the id of an earlier article",
        }
    ]


def test_a_judgement_of_an_unknown_article_is_rejected_at_the_end(tmp_path: Path) -> None:
    """A judgement may come before its article."""
    with CorpusWriter(tmp_path / "corpus", TEXT, "") as writer:
        writer.add_judgment(JUDGED)
        writer.add_judgment(JUDGED._replace(article_id="ä9"))
        writer.add(BARE)
    assert Corpus.load(tmp_path / "corpus").labels["article_id"].tolist() == ["a2"]
    assert rejected(tmp_path / "corpus") == [
        {
            "source_path": "ä9",
            "reason": "bad_label",
            "detail": "a judgement of 'ä9', which is not in this corpus",
        }
    ]
    assert writer.info["rejected"] == {"bad_label": 1}


def failing_articles() -> Iterator[Article]:
    yield BARE
    raise ZeroDivisionError


@pytest.mark.parametrize("force", [False, True])
def test_an_exception_leaves_the_old_state(tmp_path: Path, force: bool) -> None:
    """Nothing, or the corpus that was to be replaced."""
    path = tmp_path / "corpus"
    if force:
        write(path, FULL)
    before = files(path) if force else None
    with pytest.raises(ZeroDivisionError), CorpusWriter(path, TEXT, "", force=force) as writer:
        for article in failing_articles():
            writer.add(article)
    assert os.listdir(tmp_path) == (["corpus"] if force else [])
    assert (files(path) if force else None) == before


def test_the_leftovers_of_an_interrupted_run_are_removed(tmp_path: Path) -> None:
    (tmp_path / ".corpus.tenor-lock").touch()
    (tmp_path / ".corpus.unfinished").mkdir()
    (tmp_path / ".corpus.unfinished" / "articles.parquet").write_text("half")
    write(tmp_path / "corpus", FULL)
    assert os.listdir(tmp_path) == ["corpus"]
    assert Corpus.load(tmp_path / "corpus").info["articles"] == 1


@pytest.mark.parametrize("exists", [False, True])
def test_a_corpus_has_one_writer_at_a_time(tmp_path: Path, exists: bool) -> None:
    if exists:
        write(tmp_path / "corpus", BARE)
    with CorpusWriter(tmp_path / "corpus", TEXT, "", force=True) as writer:
        writer.add(FULL)
        with (
            pytest.raises(OutputError, match="is being written by another command"),
            CorpusWriter(tmp_path / "corpus", TEXT, "", force=True),
        ):
            pass
    assert Corpus.load(tmp_path / "corpus").articles["article_id"].tolist() == ["a1"]


def test_files_that_are_not_of_a_corpus_stay_when_it_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "corpus"
    write(path, FULL)
    (path / "notes.txt").write_text("mine")
    (path / "rejected_codings.jsonl").write_text("{}\n")
    with CorpusWriter(path, TEXT, "", force=True) as writer:
        writer.add(BARE)
    assert (path / "notes.txt").read_text() == "mine"
    assert (path / "rejected_codings.jsonl").read_text() == "{}\n"
    assert len(os.listdir(path)) == 8


@pytest.mark.parametrize("exists", [False, True])
def test_a_folder_that_is_filled_meanwhile_is_not_touched(tmp_path: Path, exists: bool) -> None:
    path = tmp_path / "corpus"
    if exists:
        path.mkdir()
    with (
        pytest.raises(OutputError, match="name another folder"),
        CorpusWriter(path, TEXT, "", force=True) as writer,
    ):
        writer.add(FULL)
        path.mkdir(exist_ok=True)
        (path / "notes.txt").write_text("mine")
    assert os.listdir(path) == ["notes.txt"]
    assert os.listdir(tmp_path) == ["corpus"]


def test_a_corpus_is_replaced_only_with_force(tmp_path: Path) -> None:
    path = tmp_path / "corpus"
    write(path, FULL)
    with pytest.raises(OutputError) as caught:
        CorpusWriter(path, TEXT, "")
    assert str(caught.value) == f"'{path}' exists already; name another folder, or use --force"
    with CorpusWriter(path, TEXT, "", force=True) as writer:
        writer.add(BARE)
    assert Corpus.load(path).articles["article_id"].tolist() == ["a2"]


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_path_that_is_not_a_corpus_is_never_replaced(tmp_path: Path, kind: str) -> None:
    """Not even with force."""
    path = tmp_path / "photos"
    photo = path if kind == "file" else path / "holiday.jpg"
    photo.parent.mkdir(exist_ok=True)
    photo.write_text("keep")
    for force, message in (
        (False, f"'{path}' exists already; name another folder, or use --force"),
        (True, f"'{path}' is not a corpus, so --force does not replace it"),
    ):
        with pytest.raises(OutputError) as caught:
            CorpusWriter(path, TEXT, "", force=force)
        assert str(caught.value) == message
    assert photo.read_text() == "keep"


def test_an_empty_folder_may_become_a_corpus(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    write(tmp_path / "corpus", FULL)
    assert Corpus.load(tmp_path / "corpus").info["articles"] == 1


def test_the_working_folder_may_become_a_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path(), FULL)
    assert Corpus.load(tmp_path).info["articles"] == 1


def test_a_folder_that_cannot_be_made_raises_one_sentence(tmp_path: Path) -> None:
    """Here its parent is a file."""
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "corpus"
    with (
        pytest.raises(OutputError, match=f"^'{path}' cannot be written: "),
        CorpusWriter(path, TEXT, ""),
    ):
        pass
