"""Slices of tables, which together give what the table gives."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.articles import Article, Rejection
from tenor.articles.readers import slicing
from tenor.articles.reading import ReadingOptions, find_slices, read_source
from tenor.articles.sources import Source, find_sources
from tenor.errors import InputError

SIZE = 100
"""The size of the slices, in bytes."""

LINES = st.lists(
    st.one_of(
        st.builds(
            lambda text, id_: json.dumps({"id": id_, "text": text}, ensure_ascii=False),
            st.text(max_size=30),
            st.integers(0, 9),
        ),
        st.sampled_from(["", "  ", "\u00a0", "{", '{"text": "\u2028"}', '{"body": "a"}', "x\x1fy"]),
    ),
    max_size=60,
)


def source_of(path: Path) -> Source:
    [source] = find_sources([path])
    assert isinstance(source, Source)
    return source


def read_in_slices(path: Path, options: ReadingOptions) -> list[Article | Rejection]:
    source = source_of(path)
    slices = find_slices(source, options, SIZE)
    assert slices, "the file is not cut"
    return [item for rows in slices for item in read_source(source, options, rows)]


def read_whole(path: Path, options: ReadingOptions) -> list[Article | Rejection]:
    return list(read_source(source_of(path), options))


@settings(max_examples=150)
@given(lines=LINES, ends=st.sampled_from(["\n", "\r\n"]), bom=st.booleans(), last=st.booleans())
def test_slices_of_json_lines_give_what_the_file_gives(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], ends: str, bom: bool, last: bool
) -> None:
    path = tmp_path_factory.mktemp("slices") / "a.jsonl"
    text = ends.join(lines) + (ends if last else "")
    path.write_bytes((b"\xef\xbb\xbf" if bom else b"") + text.encode())
    options = ReadingOptions({})
    source = source_of(path)
    slices = find_slices(source, options, 40)
    if slices:
        items = [item for rows in slices for item in read_source(source, options, rows)]
        assert items == read_whole(path, options)


def test_a_large_file_is_cut_into_slices_of_their_size(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "It rains."}\n' * 100)
    sizes = [
        rows.stop - rows.start for rows in find_slices(source_of(path), ReadingOptions({}), SIZE)
    ]
    assert sum(sizes) == path.stat().st_size
    assert {100 <= size < 200 for size in sizes} == {True}


def test_rows_and_lines_are_numbered_from_the_beginning_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "It rains in the harbor town."}\n\n' * 9 + "no JSON\n")
    items = read_in_slices(path, ReadingOptions({}))
    assert [item.article_id for item in items[:-1] if isinstance(item, Article)] == [
        f"a.jsonl#{n}" for n in range(1, 10)
    ]
    assert isinstance(items[-1], Rejection)
    assert (items[-1].source_path, items[-1].detail[:14]) == (f"{path}#10", "line 19 is not")


@pytest.mark.parametrize(
    "data",
    [
        b'{"text": "a"}\n' * 3,
        b'{"text": "caf\xe9"}\n' * 50,
        b'{"text": "a"}\r' * 50,
        '{"text": "a"}\n'.encode("utf-16") * 50,
        b"\0" * 900,
        b" " * 900,
        b'{"text": "a", "claim": "It rains."}\n' * 50,
        b'{"text": "' + b"a" * 4000,
    ],
    ids=["small", "windows", "returns", "utf-16", "binary", "spaces", "claims", "endless-line"],
)
def test_a_file_that_slices_would_change_is_read_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.setattr(slicing, "MAX_LINE_BYTES", 500)
    path = tmp_path / "a.jsonl"
    path.write_bytes(data)
    assert find_slices(source_of(path), ReadingOptions({}), SIZE) == []


def test_only_the_first_row_must_have_the_columns_of_the_user(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"story": "Rain.", "paper": "Post"}\n' + '{"story": "Snow."}\n' * 20)
    options = ReadingOptions({"text": "story", "outlet": "paper"})
    items = read_in_slices(path, options)
    assert items == read_whole(path, options)
    assert all(isinstance(item, Article) for item in items)
    with pytest.raises(InputError, match="has no column 'press' for outlet"):
        read_in_slices(path, ReadingOptions({"text": "story", "outlet": "press"}))


@pytest.mark.parametrize("group_rows", [1, 3, 100])
def test_slices_of_parquet_give_what_the_file_gives(tmp_path: Path, group_rows: int) -> None:
    path = tmp_path / "a.parquet"
    table = pa.table({"text": [f"Rain fell on day {n}." if n % 7 else "" for n in range(50)]})
    pq.write_table(table, path, row_group_size=group_rows)
    options = ReadingOptions({})
    if group_rows == 100:
        assert find_slices(source_of(path), options, SIZE) == []
    else:
        assert read_in_slices(path, options) == read_whole(path, options)


def test_parquet_with_claims_or_faults_is_read_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": ["a"] * 9, "claim": ["b"] * 9}), path, row_group_size=1)
    assert find_slices(source_of(path), ReadingOptions({}), SIZE) == []
    path.write_bytes(b"PAR1 and no more")
    assert find_slices(source_of(path), ReadingOptions({}), SIZE) == []
