"""Tables with an article a row, by way of read_articles."""

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
from tenor.errors import InputError

Write = Callable[[str, str | bytes], Path]


def rows(path: Path, **options: object) -> list[tuple[object, ...]]:
    """Return each result in short: id and text, or reason and detail."""
    return [
        (found.article_id, found.text)
        if isinstance(found, Article)
        else (found.reason, found.detail, found.source_path.removeprefix(path.as_posix()))
        for found in read_articles(path, **options)  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_header(write: Write, mark: str) -> None:
    """And the names of the columns in any case."""
    path = write("a.csv", mark.join(["ID", "Headline", "BODY"]) + "\n" + mark.join("7Tx") + "\n")
    assert rows(path) == [("7", "x")]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_of_a_table(write: Write, codec: str) -> None:
    """As for any text, whatever ends its lines."""
    path = write("a.csv", "id,text\r\n1,“Été”\r\n2,maïs\r\n".encode(codec))
    assert rows(path) == [("1", "“Été”"), ("2", "maïs")]


def test_every_field_of_a_row(write: Write) -> None:
    """By the names that tables use."""
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


def test_a_row_with_the_wrong_number_of_cells(write: Write) -> None:
    """Both numbers are told, and the line."""
    path = write("a.csv", 'id,text\n1,"two\nlines"\n2,x,y\n3\n4,z\n')
    assert rows(path) == [
        ("1", "two\nlines"),
        (Reason.BAD_ROW, "line 4 has 3 cells where the header has 2", "#2"),
        (Reason.BAD_ROW, "line 5 has 1 cells where the header has 2", "#3"),
        ("4", "z"),
    ]


def test_a_quote_that_never_closes_costs_its_own_row_only(write: Write) -> None:
    """At the end of the file, and where a row would grow beyond the limit."""
    path = write("a.csv", 'id,text\n1,"open\n2,x\n3,y\n')
    never = "line 2 opens a quote that is never closed"
    assert rows(path) == [(Reason.BAD_ROW, never, "#1"), ("2", "x"), ("3", "y")]
    path = write("b.csv", 'id,text\n1,"open\n' + "2,x\n" * 100 + '3,"y"\n')
    found = rows(path, max_bytes=100)
    assert found[0] == (Reason.BAD_ROW, never, "#1")
    assert found[1:] == [("2", "x")] * 100 + [("3", "y")]


def test_nul_in_a_cell_is_left_out(write: Write) -> None:
    """A stray one makes no binary file."""
    assert rows(write("a.csv", "id,text\n1,a\0b\n" + "2,c\n" * 20))[0] == ("1", "ab")


def test_a_long_article_is_no_error(write: Write) -> None:
    """Python's own limit for a cell is too small."""
    assert rows(write("a.csv", f"id,text\n1,{'x' * 200_000}\n")) == [("1", "x" * 200_000)]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_row_beyond_the_limit(write: Write, name: str) -> None:
    """Is rejected, and the next one read."""
    if name == "a.csv":
        path = write(name, f"id,text\n1,{'x' * 300}\n2,y\n")
    else:
        path = write(name, json.dumps({"id": 1, "text": "x" * 300}) + '\n{"id": 2, "text": "y"}\n')
    first, second = rows(path, max_bytes=100)
    assert first[0] is Reason.TOO_LARGE
    assert first[2] == "#1"
    assert second == ("2", "y")


def test_json_lines(write: Write) -> None:
    """A bad line is told with its number; empty lines do not count."""
    path = write("a.jsonl", '{"id": 7, "text": "x"}\n\n[1]\n{"text": \n{"text": "y"}\n{"id": 9}\n')
    found = rows(path)
    assert found[0] == ("7", "x")
    assert found[1] == (Reason.BAD_ROW, "line 3 is list, not an object", "#2")
    assert found[2][:2] == (
        Reason.BAD_ROW,
        "line 4 is not JSON: Expecting value: line 2 column 1 (char 10)",
    )
    assert found[3] == ("a.jsonl#4", "y")
    assert found[4] == (Reason.NO_TEXT, "it has no text", "#5")


def test_json(write: Write) -> None:
    """An object is one article, a list is a table."""
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


def test_parquet(tmp_path: Path) -> None:
    """Dates, lists, numbers and nulls are what they are."""
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


def test_gzipped_tables(write: Write, tmp_path: Path) -> None:
    """As if they were not."""
    assert rows(write("a.csv.gz", gzip.compress(b"id,text\n1,x\n"))) == [("1", "x")]
    assert rows(write("a.jsonl.gz", gzip.compress(b'{"id": 1, "text": "x"}'))) == [("1", "x")]
    pq.write_table(pa.table({"id": ["1"], "text": ["x"]}), tmp_path / "a.parquet")
    data = gzip.compress((tmp_path / "a.parquet").read_bytes())
    assert rows(write("b.parquet.gz", data)) == [("1", "x")]


def test_columns_that_the_caller_names(write: Write) -> None:
    """Come before those that would be found."""
    path = write("a.csv", "id,text,story,Body ID\n1,x,y,9\n")
    assert rows(path, columns={"text": "story", "article_id": "Body ID"}) == [("9", "y")]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json", "a.parquet"])
def test_a_named_column_that_is_not_there(write: Write, tmp_path: Path, name: str) -> None:
    """Names the file, the column, and the columns there are."""
    if name == "a.parquet":
        pq.write_table(pa.table({"id": ["1"], "text": ["x"]}), tmp_path / name)
    elif name == "a.csv":
        write(name, "id,text\n1,x\n")
    else:
        write(name, '{"id": "1", "text": "x"}')
    with pytest.raises(InputError) as caught:
        list(read_articles(tmp_path / name, columns={"text": "story"}))
    path = (tmp_path / name).as_posix()
    assert str(caught.value) == f"{path} has no column 'story' for text: it has id, text"


def test_later_objects_may_leave_a_named_key_out(write: Write) -> None:
    """The first shows what there is."""
    path = write("a.jsonl", '{"text": "x", "t": "T"}\n{"text": "y"}\n')
    assert rows(path, columns={"title": "t"}) == [("a.jsonl#1", "x"), ("a.jsonl#2", "y")]


def test_a_field_that_does_not_exist_is_told_at_once(tmp_path: Path) -> None:
    """With the fields there are."""
    with pytest.raises(InputError, match=r"^'body' is not a field .* name one of title, text,"):
        read_articles(tmp_path, columns={"body": "x"})


def test_a_table_without_any_text_is_one_rejection(write: Write) -> None:
    """And not one for each row."""
    assert rows(write("a.csv", "id,stance\n1,agree\n2,agree\n")) == [
        (Reason.NO_TEXT, "none of its columns is known to hold text: id, stance", "")
    ]


def test_a_table_without_rows(write: Write) -> None:
    """Is empty."""
    assert rows(write("a.csv", "id,text\n")) == [(Reason.EMPTY, "it has no rows", "")]
    assert rows(write("b.csv", "")) == [(Reason.EMPTY, "there is nothing in it", "")]


def test_kept_columns_hold_plain_values(write: Write) -> None:
    """Which any file can hold."""
    path = write("a.jsonl", '{"text": "x", "n": 1, "l": ["a"], "s": "\\ud800", "z": null}')
    (found,) = read_articles(path, keep=["n", "l", "s", "z"])
    assert isinstance(found, Article)
    assert found.columns == {"n": 1, "l": ["a"], "s": "?", "z": None}
