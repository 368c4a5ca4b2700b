"""Records of delimited tables."""

from __future__ import annotations

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.articles.article import Reason, UnreadableInput
from tenor.articles.readers.delimited import find_delimiter, read_records

CELLS = st.text(st.sampled_from('ab ,;"\n'), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3).filter(any), min_size=1, max_size=5))
def test_records_are_read_as_they_were_written(rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([["id", "text", "date"], *rows])
    stream.seek(0)
    _, *records = read_records(stream, 1000)
    assert [cells for _, cells in records] == rows


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_gives_the_most_cells(mark: str) -> None:
    assert find_delimiter(mark.join(["id", '"a,b;c"', "text"])) == mark


def test_lines_after_an_unclosed_quote_are_read_as_records() -> None:
    records = list(read_records(io.StringIO('id,text\n1,"open\n2,x\n', newline=""), 1000))
    assert [number for number, _ in records] == [1, 2, 3]
    assert isinstance(records[1][1], UnreadableInput)
    assert records[1][1].reason is Reason.BAD_ROW
    assert records[2][1] == ["2", "x"]


def read(table: str) -> list[list[str] | UnreadableInput]:
    records = read_records(io.StringIO(table, newline=""), 1000, lambda cells: "text" in cells)
    return [cells for _, cells in records]


def test_the_line_that_names_the_delimiter_is_no_header() -> None:
    assert read("sep=;\nid;text\n1;a, b\n") == [["id", "text"], ["1", "a, b"]]


def test_lines_above_the_header_are_skipped() -> None:
    """Titles and notes; the first line is the header if none is known."""
    assert read("Export;;\n;text;\nid;text;date\n1;a;b\n") == [
        ["id", "text", "date"],
        ["1", "a", "b"],
    ]
    assert read("id,words\n1,a\n")[0] == ["id", "words"]


def test_quotes_in_a_table_of_tabs_are_text_where_they_do_not_close() -> None:
    table = 'id\ttext\n1\t"Open here\n2\t"Both," he says.\n3\tno\n'
    assert read(table)[1:] == [["1", '"Open here'], ["2", '"Both," he says.'], ["3", "no"]]
    assert read('id\ttext\n1\t"two\nlines"\n2\tb\n')[1:] == [["1", "two\nlines"], ["2", "b"]]


def test_backslashes_escape_quotes_where_records_are_malformed_otherwise() -> None:
    table = 'id,text\n1,"He said \\"no, never\\""\n2,b\n'
    assert read(table)[1:] == [["1", 'He said "no, never"'], ["2", "b"]]
    assert read('id,text\n1,"C:\\new ""x"""\n')[1:] == [["1", 'C:\\new "x"']]


def test_a_stray_quote_spoils_its_own_line_only() -> None:
    rows = "".join(f'{i}\t"fine"\n' for i in range(20_000))
    records = read(f'id\ttext\n{rows}a\t"stray\nb\t"x"\nc\ty\n')
    assert [type(cells).__name__ for cells in records[-3:]] == ["UnreadableInput", "list", "list"]
    assert records[-2:] == [["b", "x"], ["c", "y"]]


def test_many_open_quotes_take_linear_time_and_the_rest_is_told() -> None:
    table = "id,text\n" + 'a"b,"c\n' * 14_001
    started = time.perf_counter()
    records = [cells for _, cells in read_records(io.StringIO(table, newline=""), 1_000_000)]
    assert time.perf_counter() - started < 10
    assert isinstance(records[-1], UnreadableInput)
    assert "open" in records[-1].detail
