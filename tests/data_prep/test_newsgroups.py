"""data/prep/newsgroups.py converts 20 Newsgroups."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

POST = """From: ann@harbor.example
Subject: Re: Masts

In article <1@x> bo@y writes:
> Are two masts enough?
Two are, I think.

Three are better.
--
Ann Lee, Harbor
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two posts in the layout of the by-date distribution, one with a Latin-1 character."""
    for name, text in (("train/rec.autos/7", POST), ("test/sci.space/3", "From: x\n\nCaf\xe9.\n")):
        path = tmp_path / f"20news-bydate-{name}"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="latin-1")
    return tmp_path


def test_headers_quoted_lines_and_signature_are_removed(run: Callable, folder: Path) -> None:
    """The id consists of part, group and file name."""
    assert run("newsgroups.py", folder) == [
        {
            "article_id": "test/sci.space/3",
            "title": "",
            "text": "Caf\xe9.",
            "part": "test",
            "group": "sci.space",
        },
        {
            "article_id": "train/rec.autos/7",
            "title": "",
            "text": "Two are, I think.\n\nThree are better.",
            "part": "train",
            "group": "rec.autos",
        },
    ]


def test_option_headers_keeps_the_subject_and_the_full_body(run: Callable, folder: Path) -> None:
    post = run("newsgroups.py", folder, "--headers")[1]
    assert post["title"] == "Re: Masts"
    assert post["text"] == POST.partition("\n\n")[2]


def test_a_line_of_dashes_far_from_the_end_is_text(run: Callable, folder: Path) -> None:
    """It starts a signature only among the last ten lines."""
    lines = ["-----", *(f"line {number}" for number in range(1, 12))]
    path = folder / "20news-bydate-train" / "rec.autos" / "7"
    path.write_text("From: x\n\n" + "\n".join(lines) + "\n")
    assert run("newsgroups.py", folder)[1]["text"] == "\n".join(lines)


def test_a_table_has_a_stripped_and_a_full_text(run: Callable, tmp_path: Path) -> None:
    """The option --headers selects the full text."""
    post = {"id": "train/rec.autos/7", "title": "Masts", "body": "> Two?\nTwo."}
    post |= {"body_stripped": "Two.", "theme": "rec.autos"}
    pq.write_table(pa.Table.from_pylist([post]), tmp_path / "train.parquet")
    stripped = {"article_id": "train/rec.autos/7", "title": "", "text": "Two.", "part": "train"}
    stripped |= {"group": "rec.autos"}
    assert run("newsgroups.py", tmp_path) == [stripped]
    full = {"title": "Masts", "text": "> Two?\nTwo."}
    assert run("newsgroups.py", tmp_path, "--headers") == [stripped | full]
