"""The table of codings formats: recognizing files, and exports that are read back."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tenor.codebook import THEMES, Codebook, Task
from tenor.errors import InputError, OutputError
from tenor.labeling import Judgment
from tenor.labeling.formats import FORMATS, Coding, NameMap, check_codings, read
from tenor.labeling.formats.annotation import Annotation, group_annotations
from tenor.labeling.formats.spreadsheet import csv_bytes
from tenor.labeling.formats.table import answer_columns
from tenor.labeling.formats.workbook import xlsx_bytes
from tenor.labeling.judgment import codable_labels

from .examples import CODEBOOK

TRIP_CODEBOOK = Codebook.parse(
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
HOSTILE_TEXTS = (
    "=cmd|'/c calc'!A1",
    "+1",
    "-1",
    "@x",
    "\tx",
    "'=1",
    "''",
    "'",
    '"',
    "a,b;c|d",
    "2021-03-04",
    "3/4",
    "007",
    "1e5",
    "TRUE",
    "\U0001f9d1\u200d\U0001f52c",
    "Zo\u00eb",
    "#REF!",
    "{{x}}",
    "<b>&amp;",
    "\uff1d1",
    "null",
    "all",
    "a#2",
)
# No control characters: a workbook rejects them.
TEXT = st.one_of(
    st.sampled_from(HOSTILE_TEXTS),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=12).filter(
        lambda text: text == text.strip() and not text.startswith("\ufeff")
    ),
)


@st.composite
def judgment_lists(draw: st.DrawFn) -> list[Judgment]:
    """Judgements by people, several an article, with any text as id and coder."""
    ids = draw(st.lists(TEXT, min_size=1, max_size=3, unique=True))
    coders = draw(st.lists(TEXT, min_size=1, max_size=2, unique=True))
    labels = st.one_of(
        st.tuples(
            st.just(task.kind),
            st.just(task.target),
            st.sampled_from(codable_labels(task, TRIP_CODEBOOK)),
        )
        for task in (THEMES, Task.stance("dam"), Task.stance("tax-law"))
    )
    origin = st.sampled_from(["coder", "adjudicated"])
    codebook = st.sampled_from(["", TRIP_CODEBOOK.fingerprint, "0123456789ab", "12345678e901"])
    at = st.sampled_from(["", "2024-05-01", "2024-05-01T10:11:12.123456Z"])
    asked = st.sampled_from(["", "economy"])
    row = st.tuples(
        st.sampled_from(ids), labels, origin, st.sampled_from(coders), codebook, at, asked
    )
    rows = draw(st.lists(row, max_size=8, unique=True))
    return [
        Judgment(article_id, *label, origin, coder, codebook, at, asked if label[1] == "" else "")
        for article_id, label, origin, coder, codebook, at, asked in rows
    ]


def read_back(name: str, data: bytes, format_name: str = "auto") -> list[Judgment]:
    """Write a file, and return its labels as judgements."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        items = list(read(path, format_name, NameMap()))
    assert all(isinstance(item, Coding) for item in items), items
    return [item.judgment() for item in items if isinstance(item, Coding)]


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60)
@given(judgments=judgment_lists())
def test_an_export_is_read_back_judgement_by_judgement(
    name: str, judgments: list[Judgment]
) -> None:
    """Article, task, target, label, origin, coder, codebook and time are the same."""
    if name == "doccano":
        # doccano gives this name to the export of shared labels, which has no coder.
        judgments = [j for j in judgments if j.coder != "all"]
    if not judgments:
        return
    try:
        data = FORMATS[name].export(judgments, {})
    except OutputError:
        assert name == "xlsx"
        return
    file = f"codings{FORMATS[name].extensions[0]}"
    assert sorted(read_back(file, data)) == sorted(judgments)
    assert sorted(read_back(file, data, name)) == sorted(judgments)


def filled_sheet(judgments: list[Judgment], *, xlsx: bool) -> bytes:
    """Return judgements as coders write them into sheets: one row an article and coder."""
    answers = answer_columns(TRIP_CODEBOOK)
    fields = ("article_id", "coder", "origin", "codebook", "at")
    rows = [
        [*(getattr(coding, name) for name in fields), *(_cell(coding, name) for name in answers)]
        for coding in group_annotations(judgments)
    ]
    header = [*fields, *answers]
    return xlsx_bytes(header, rows) if xlsx else csv_bytes(header, rows, bom=True)


def _cell(coding: Annotation, column: str) -> str:
    kind, _, name = column.partition(": ")
    if kind == "theme":
        return "1" if name in coding.answers.get("theme", ()) else ""
    return "; ".join(coding.answers.get(f"stance:{name}", ()))


@pytest.mark.parametrize("xlsx", [False, True])
@settings(max_examples=60)
@given(judgments=judgment_lists())
def test_a_filled_sheet_is_read_back_judgement_by_judgement(
    xlsx: bool, judgments: list[Judgment]
) -> None:
    """One row an article and coder; one column a theme and one a target."""
    # The column of a target holds one position, as a coder gives one.
    judgments = [j for j in judgments if j.task == "theme" or _is_alone(j, judgments)]
    # The columns of the sheet ask about all themes.
    every_theme = "; ".join(TRIP_CODEBOOK.theme_names)
    judgments = list(
        {j._replace(asked=every_theme if j.task == "theme" else ""): 0 for j in judgments}
    )
    try:
        data = filled_sheet(judgments, xlsx=xlsx)
    except OutputError:
        assert xlsx
        return
    assert sorted(read_back("sheet.xlsx" if xlsx else "sheet.csv", data)) == sorted(judgments)


def _is_alone(judgment: Judgment, judgments: list[Judgment]) -> bool:
    same = [j for j in judgments if j._replace(label="") == judgment._replace(label="")]
    return len(same) == 1


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_no_cell_of_an_export_runs_as_a_formula(name: str, text: str) -> None:
    """Cells of a workbook have the type text; an apostrophe comes first in both formats."""
    judgment = Judgment(text, "theme", "", "economy", "coder", text)
    data = FORMATS[name].export([judgment], {})
    assert read_back(f"x.{name}", data) == [judgment]
    if name == "csv":
        cells = [cell for row in csv.reader(data.decode().splitlines()) for cell in row]
    else:
        page = load_workbook(io.BytesIO(data)).worksheets[0]
        filled = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in filled} == {"s"}
        cells = [cell.value for cell in filled]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("text", ["a\x01b", "a\rb", "_x000D_", "x" * 40_000])
def test_a_workbook_rejects_text_that_it_cannot_hold(text: str) -> None:
    """CSV holds the same text."""
    judgment = Judgment(text, "theme", "", "economy", "coder", "ana")
    with pytest.raises(OutputError, match="choose --format csv"):
        FORMATS["xlsx"].export([judgment], {})
    assert read_back("x.csv", FORMATS["csv"].export([judgment], {})) == [judgment]


@pytest.mark.parametrize("content", ['[{"a": 1}]', "[]"])
def test_the_error_of_an_unknown_format_lists_the_formats(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(content)
    with pytest.raises(InputError) as caught:
        list(read(path))
    assert str(caught.value) == (
        f"codings '{path}' have no format that is recognized; name it with --format (csv, xlsx, "
        "label-studio, prodigy, argilla, doccano)"
    )


KEYS = st.sampled_from(
    [
        "data",
        "annotations",
        "result",
        "value",
        "choices",
        "from_name",
        "completed_by",
        "email",
        "article_id",
        "annotation_id",
        "theme",
        "text",
        "label",
        "meta",
        "accept",
        "answer",
        "_timestamp",
        "fields",
        "responses",
        "user_id",
        "status",
        "theme.responses",
        "theme.responses.users",
        "metadata",
        "id",
        "codebook",
    ]
)
JSON = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
for _ in range(4):
    JSON = JSON | st.lists(JSON, max_size=3) | st.dictionaries(KEYS, JSON, max_size=6)


@pytest.mark.parametrize("name", [name for name in FORMATS if not FORMATS[name].is_table])
@settings(max_examples=200)
@given(records=st.lists(st.dictionaries(KEYS, JSON, max_size=8), min_size=1, max_size=3))
def test_every_label_of_any_record_is_a_judgement_or_rejected(
    name: str, records: list[object]
) -> None:
    """No JSON value makes a reader or the check fail."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.json"
        path.write_text(json.dumps(records), encoding="utf-8")
        items = list(read(path, name))
    checked = check_codings(items, CODEBOOK)
    codings = [item for item in items if isinstance(item, Coding)]
    rejected = [coding for coding in checked.rejected_codings if coding.coding is not None]
    assert len(checked.judgments) + len(rejected) == len(codings)
    for coding in checked.rejected_codings:
        json.dumps(coding.row())
