"""Tables with one article a row."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tenor.articles import Article, Reason, Rejection, read_articles
from tenor.articles.readers.arrow_columns import is_inflated
from tenor.errors import InputError

Write = Callable[[str, str | bytes], Path]

NO_TEXT_COLUMN = (
    "none of its {0} is known to hold the text; name one with --column text=NAME; its {0}: "
)


def rows(path: Path, **options: object) -> list[tuple[object, ...]]:
    """Return the id and text of each article, or the reason, detail and row of a rejection."""
    return [
        (item.article_id, item.text)
        if isinstance(item, Article)
        else (item.reason, item.detail, item.source_path.removeprefix(path.as_posix()))
        for item in read_articles(path, **options)  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_header(write: Write, mark: str) -> None:
    """Column names may be in upper or lower case."""
    path = write("a.csv", mark.join(["ID", "Headline", "BODY"]) + "\n" + mark.join("7Tx") + "\n")
    assert rows(path) == [("7", "x")]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_of_a_table_is_detected(write: Write, codec: str) -> None:
    path = write("a.csv", "id,text\r\n1,“Été”\r\n2,maïs\r\n".encode(codec))
    assert rows(path) == [("1", "“Été”"), ("2", "maïs")]


def test_every_field_is_read_from_a_row(write: Write) -> None:
    """By the column names that tables commonly use."""
    path = write(
        "a.csv",
        "id,title,text,source,authors,date,originally_published,link,lang,region,tags,series,claim,"
        "part\n1,T,x,The Paper,Ana Ruiz,08 Jan 2018,2018-01-05,https://a.example,en,North;South,"
        "sea|ships,S,C,Dev\n",
    )
    assert list(read_articles(path)) == [
        Article(
            article_id="1",
            title="T",
            text="x",
            outlet="The Paper",
            byline="Ana Ruiz",
            published=date(2018, 1, 8),
            originally_published=date(2018, 1, 5),
            url="https://a.example",
            language="en",
            regions=("North", "South"),
            publisher_themes=("sea", "ships"),
            series="S",
            claim="C",
            part="validation",
            source_path=path.as_posix(),
            reader="csv",
        )
    ]


def test_a_row_with_the_wrong_number_of_cells_is_rejected(write: Write) -> None:
    """With its line and both numbers."""
    path = write("a.csv", 'id,text\n1,"two\nlines"\n2,x,y\n3\n4,z\n')
    assert rows(path) == [
        ("1", "two\nlines"),
        (Reason.BAD_ROW, "line 4 has 3 cells, and the header has 2", "#2"),
        (Reason.BAD_ROW, "line 5 has 1 cells, and the header has 2", "#3"),
        ("4", "z"),
    ]


def test_a_quote_that_is_never_closed_rejects_only_its_own_row(write: Write) -> None:
    """At the end of the file, and if the row exceeds the limit."""
    path = write("a.csv", 'id,text\n1,"open\n2,x\n3,y\n')
    detail = "line 2 opens a quote that is never closed"
    assert rows(path) == [(Reason.BAD_ROW, detail, "#1"), ("2", "x"), ("3", "y")]
    path = write("b.csv", 'id,text\n1,"open\n' + "2,x\n" * 100 + '3,"y"\n')
    results = rows(path, max_bytes=100)
    assert results[0] == (Reason.BAD_ROW, detail, "#1")
    assert results[1:] == [("2", "x")] * 100 + [("3", "y")]


def test_a_stray_nul_in_a_cell_is_removed(write: Write) -> None:
    """It does not make the file binary."""
    assert rows(write("a.csv", "id,text\n1,a\0b\n" + "2,c\n" * 20))[0] == ("1", "ab")


def test_a_cell_may_be_longer_than_the_default_limit_of_the_csv_module(write: Write) -> None:
    assert rows(write("a.csv", f"id,text\n1,{'x' * 200_000}\n")) == [("1", "x" * 200_000)]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_row_beyond_the_limit_is_rejected_and_the_next_is_read(write: Write, name: str) -> None:
    if name == "a.csv":
        path = write(name, f"id,text\n1,{'x' * 300}\n2,y\n")
    else:
        path = write(name, json.dumps({"id": 1, "text": "x" * 300}) + '\n{"id": 2, "text": "y"}\n')
    first, second = rows(path, max_bytes=100)
    assert first[0] is Reason.TOO_LARGE
    assert first[2] == "#1"
    assert second == ("2", "y")


def test_bad_lines_of_json_lines_are_rejected_with_their_number(write: Write) -> None:
    """Empty lines are not rows."""
    path = write("a.jsonl", '{"id": 7, "text": "x"}\n\n[1]\n{"text": \n{"text": "y"}\n{"id": 9}\n')
    results = rows(path)
    assert results[0] == ("7", "x")
    assert results[1] == (Reason.BAD_ROW, "line 3 is list, not an object", "#2")
    assert results[2][:2] == (
        Reason.BAD_ROW,
        "line 4 is not JSON: Expecting value: line 2 column 1 (char 10)",
    )
    assert results[3] == ("a.jsonl#4", "y")
    assert results[4][:2] == (
        Reason.NO_TEXT,
        NO_TEXT_COLUMN.format("keys") + "id",
    )


def test_a_json_object_is_one_article_and_a_list_is_a_table(write: Write) -> None:
    assert rows(write("a.json", '{"content": "x"}')) == [("a.json", "x")]
    assert rows(write("b.json", '[{"id": "1", "content": "x"}, 5, {"body": ["y", "z"]}]')) == [
        ("1", "x"),
        (Reason.BAD_ROW, "item 2 is int, not an object", "#2"),
        ("b.json#3", "y\n\nz"),
    ]
    assert rows(write("c.json", "7"))[0][0] is Reason.UNREADABLE
    assert rows(write("d.json", "{"))[0][0] is Reason.UNREADABLE
    assert rows(write("e.json", "[" * 100_000))[0][0] is Reason.UNREADABLE
    assert rows(write("f.json", "[]")) == [(Reason.EMPTY, "it has no rows", "")]


def test_parquet_values_keep_their_types(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(
        pa.table(
            {
                "ID": [1.0, 2.0, None],
                "body": ["x", None, "z"],
                "date": pa.array([datetime(2018, 1, 8, 23), None, None], pa.timestamp("ns")),
                "tags": [["sea", "ships; sail"], [], None],
                "part": ["TRAIN", "undated", None],
                "score": [0.5, 1.0, 2.0],
            }
        ),
        path,
    )
    first, second, third = read_articles(path, keep=["score", "tags", "nothing"])
    assert first == Article(
        article_id="1",
        text="x",
        published=date(2018, 1, 8),
        publisher_themes=("sea", "ships", "sail"),
        part="train",
        source_path=path.as_posix(),
        reader="parquet",
    )
    assert isinstance(first, Article)
    assert first.columns == {"score": 0.5, "tags": ["sea", "ships; sail"]}
    assert second == Rejection(f"{path.as_posix()}#2", Reason.NO_TEXT, "it has no text")
    assert isinstance(third, Article)
    assert (third.article_id, third.part) == ("a.parquet#3", "")


def test_gzipped_tables_are_read_like_others(write: Write, tmp_path: Path) -> None:
    assert rows(write("a.csv.gz", gzip.compress(b"id,text\n1,x\n"))) == [("1", "x")]
    assert rows(write("a.jsonl.gz", gzip.compress(b'{"id": 1, "text": "x"}'))) == [("1", "x")]
    pq.write_table(pa.table({"id": ["1"], "text": ["x"]}), tmp_path / "a.parquet")
    data = gzip.compress((tmp_path / "a.parquet").read_bytes())
    assert rows(write("b.parquet.gz", data)) == [("1", "x")]


def test_columns_that_the_caller_assigns_override_column_names(write: Write) -> None:
    path = write("a.csv", "id,text,story,Body ID\n1,x,y,9\n")
    assert rows(path, columns={"text": "story", "article_id": "Body ID"}) == [("9", "y")]


def test_a_column_that_is_inflated_is_read_row_by_row(tmp_path: Path) -> None:
    """A file of some kilobytes, whose cells are one entry of a dictionary of 35 MB."""
    indices, entries = pa.array([0] * 3, pa.int32()), pa.array(["word " * 7_000_000])
    table = pa.table({"text": pa.DictionaryArray.from_arrays(indices, entries), "n": range(3)})
    pq.write_table(table, tmp_path / "a.parquet", compression="zstd")
    metadata = pq.read_metadata(tmp_path / "a.parquet")
    assert is_inflated(metadata, ["text"])
    assert not is_inflated(metadata, ["n"])
    results = list(read_articles(tmp_path / "a.parquet"))
    assert [result.reason for result in results if isinstance(result, Rejection)] == (
        [Reason.TOO_LARGE] * 3
    )


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json", "a.parquet"])
def test_a_missing_column_raises_with_the_columns_of_the_table(
    write: Write, tmp_path: Path, name: str
) -> None:
    if name == "a.parquet":
        pq.write_table(pa.table({"id": ["1"], "text": ["x"]}), tmp_path / name)
    elif name == "a.csv":
        write(name, "id,text\n1,x\n")
    else:
        write(name, '{"id": "1", "text": "x"}')
    with pytest.raises(InputError) as caught:
        list(read_articles(tmp_path / name, columns={"text": "story"}))
    path = (tmp_path / name).as_posix()
    assert str(caught.value) == f"'{path}' has no column 'story' for text; its columns: id, text"


def test_objects_after_the_first_may_lack_an_assigned_key(write: Write) -> None:
    path = write("a.jsonl", '{"text": "x", "t": "T"}\n{"text": "y"}\n')
    assert rows(path, columns={"title": "t"}) == [("a.jsonl#1", "x"), ("a.jsonl#2", "y")]


def test_an_unknown_field_raises_at_once_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^'body' is not a field .* name one of title, text,"):
        read_articles(tmp_path, columns={"body": "x"})


def test_a_table_without_a_text_column_gives_one_rejection(write: Write) -> None:
    assert rows(write("a.csv", "id,stance\n1,agree\n2,agree\n")) == [
        (
            Reason.NO_TEXT,
            NO_TEXT_COLUMN.format("columns") + "id, stance",
            "",
        )
    ]


def test_a_table_without_rows_is_rejected_as_empty(write: Write) -> None:
    assert rows(write("a.csv", "id,text\n")) == [(Reason.EMPTY, "it has no rows", "")]
    assert rows(write("b.csv", "")) == [(Reason.EMPTY, "it is empty", "")]


def test_kept_columns_have_plain_values(write: Write) -> None:
    path = write("a.jsonl", '{"text": "x", "n": 1, "l": ["a"], "s": "\\ud800", "z": null}')
    (article,) = read_articles(path, keep=["n", "l", "s", "z"])
    assert isinstance(article, Article)
    assert article.columns == {"n": 1, "l": ["a"], "s": "?", "z": None}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "nr,text,headline\n7,x,One\n"),
        ("a.json", '[{"nr": 7, "text": "x", "headline": "One"}]'),
        ("a.jsonl", '{"nr": 7, "text": "x", "headline": "One"}\n'),
    ],
)
def test_without_strict_columns_a_table_may_lack_some(
    write: Write, name: str, content: str
) -> None:
    path = write(name, content)
    columns = {"article_id": "nr", "text": "body", "title": "text"}
    with pytest.raises(InputError, match="has no column 'body' for text"):
        rows(path, columns=columns)
    columns = {"article_id": "nr", "text": "body", "outlet": "paper"}
    [article] = read_articles(path, columns=columns, strict_columns=False)
    assert isinstance(article, Article)
    assert (article.article_id, article.text, article.title) == ("7", "x", "One")
    assert article.outlet == ""


def test_a_parquet_cell_with_a_fault_costs_no_other_row(tmp_path: Path) -> None:
    texts = pa.array([b"The quay", b"Caf\xe9 opens", b"The ferry"], pa.binary())
    strings = pa.StringArray.from_buffers(3, texts.buffers()[1], texts.buffers()[2])
    dates = pa.array([0, 2**60, 0], pa.timestamp("us"))
    pq.write_table(pa.table({"text": strings, "date": dates}), tmp_path / "a.parquet")
    items = list(read_articles(tmp_path / "a.parquet"))
    assert [item.text for item in items if isinstance(item, Article)][::2] == [
        "The quay",
        "The ferry",
    ]
    assert len(items) == 3
