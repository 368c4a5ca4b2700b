"""What is exported is what is read: every format, every label, every name."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.codebook import Codebook
from tenor.errors import OutputError
from tenor.labeling import Judgment
from tenor.labeling.formats import ENDINGS, FORMATS, Entry, Naming, export, read
from tenor.labeling.formats.table import filled

BOOK = Codebook.parse(
    """
version = "1"
[[themes]]
name = "economy"
[[themes]]
name = "=arts & crafts, \\"old\\""
[[themes]]
name = "stance:odd=name"
[[targets]]
name = "tax-law"
positions = ["favor", "against", "+neutral"]
[[targets]]
name = "dam"
"""
)
NASTY = (
    "=cmd|'/c calc'!A1", "+1", "-1", "@x", "\tx", "'=1", "''", "'", "\"", "a,b;c|d", "2021-03-04",
    "3/4", "007", "1e5", "TRUE", "\U0001f9d1\u200d\U0001f52c", "Zo\u00eb", "#REF!", "{{x}}",
    "<b>&amp;", "\uff1d1", "null", "all", "a#2",
)  # fmt: skip
# No control characters: a workbook cannot hold them, and says so.
TEXT = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=12).filter(
        lambda text: text == text.strip() and not text.startswith("\ufeff")
    ),
)


@st.composite
def judged(draw: st.DrawFn) -> list[Judgment]:
    """Judgements by people: ids, names and times of any spelling, several an article."""
    ids = draw(st.lists(TEXT, min_size=1, max_size=3, unique=True))
    coders = draw(st.lists(TEXT, min_size=1, max_size=2, unique=True))
    task = st.one_of(
        st.tuples(st.just("theme"), st.just(""), st.sampled_from(BOOK.labels("theme"))),
        st.tuples(st.just("stance"), st.just("dam"), st.sampled_from(BOOK.labels("stance", "dam"))),
        st.tuples(
            st.just("stance"), st.just("tax-law"), st.sampled_from(BOOK.labels("stance", "tax-law"))
        ),
    )
    origin = st.sampled_from(["coder", "adjudicated"])
    codebook = st.sampled_from(["", BOOK.fingerprint, "0123456789ab", "12345678e901"])
    at = st.sampled_from(["", "2024-05-01", "2024-05-01T10:11:12.123456Z"])
    row = st.tuples(
        st.sampled_from(ids), task, origin, st.sampled_from(coders), codebook, at
    )  # fmt: skip
    rows = draw(st.lists(row, max_size=8, unique=True))
    return [Judgment(i, *asked, o, c, k, t) for i, asked, o, c, k, t in rows]


def back(name: str, data: bytes, kind: str = "auto") -> list[Judgment]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        items = list(read(path, kind, Naming()))
    assert all(isinstance(item, Entry) for item in items), items
    return [item.judgment() for item in items if isinstance(item, Entry)]


@pytest.mark.parametrize("kind", FORMATS)
@settings(max_examples=60)
@given(judgments=judged())
def test_an_export_gives_every_judgement_back(kind: str, judgments: list[Judgment]) -> None:
    """Article, task, target, label, origin, coder, codebook and time."""
    if kind == "doccano":
        # Its name for the file of a project in which nobody is told apart.
        judgments = [j for j in judgments if j.coder != "all"]
    if not judgments:
        return
    try:
        data = export(kind, judgments, {})
    except OutputError:
        assert kind == "xlsx"
        return
    known_by_sight = "auto" if kind != "xlsx" else "xlsx"
    assert sorted(back(f"codings{ENDINGS[kind]}", data, known_by_sight)) == sorted(judgments)


@pytest.mark.parametrize("xlsx", [False, True])
@settings(max_examples=60)
@given(judgments=judged())
def test_a_filled_sheet_gives_every_judgement_back(xlsx: bool, judgments: list[Judgment]) -> None:
    """One row an article and coder; a column a theme, a column a target."""
    try:
        data = filled(judgments, BOOK, xlsx=xlsx)
    except OutputError:
        assert xlsx
        return
    # A column of a target holds one position, as a coder gives one.
    judgments = [j for j in judgments if j.task == "theme" or _alone(j, judgments)]
    data = filled(judgments, BOOK, xlsx=xlsx)
    assert sorted(back("sheet.xlsx" if xlsx else "sheet.csv", data)) == sorted(judgments)


def _alone(judgment: Judgment, judgments: list[Judgment]) -> bool:
    same = [j for j in judgments if j._replace(label="") == judgment._replace(label="")]
    return len(same) == 1


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_runs_as_a_formula(kind: str, text: str) -> None:
    """As a string of its own type in a workbook, and behind an apostrophe everywhere."""
    judgment = Judgment(text, "theme", "", "economy", "coder", text)
    data = export(kind, [judgment])
    assert back(f"x.{kind}", data) == [judgment]
    if kind == "csv":
        import csv

        cells = [cell for row in csv.reader(data.decode().splitlines()) for cell in row]
    else:
        import io

        from openpyxl import load_workbook

        sheet = load_workbook(io.BytesIO(data)).worksheets[0]
        every = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in every} == {"s"}
        cells = [cell.value for cell in every]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("name", ["a\x01b", "a\rb", "_x000D_", "x" * 40_000])
def test_a_workbook_refuses_what_it_cannot_hold(name: str) -> None:
    """Rather than hold something else; CSV holds it."""
    judgment = Judgment(name, "theme", "", "economy", "coder", "ana")
    with pytest.raises(OutputError, match="choose --format csv"):
        export("xlsx", [judgment])
    assert back("x.csv", export("csv", [judgment])) == [judgment]
