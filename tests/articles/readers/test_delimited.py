"""Records of delimited tables."""

from __future__ import annotations

import csv
import io

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
