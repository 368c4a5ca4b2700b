"""Rows of 20 Newsgroups."""

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
    """Two posts as the by-date distribution holds them, one with a byte of Latin-1."""
    for name, text in (("train/rec.autos/7", POST), ("test/sci.space/3", "From: x\n\nCaf\xe9.\n")):
        path = tmp_path / f"20news-bydate-{name}"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="latin-1")
    return tmp_path


def test_only_what_the_author_wrote(run: Callable, folder: Path) -> None:
    """Headers, quoted lines and the signature are left out; folder and file make the id."""
    assert run("newsgroups.py", folder) == [
        {
            "article_id": "test/sci.space/3", "title": "", "text": "Caf\xe9.",
            "part": "test", "group": "sci.space",
        },
        {
            "article_id": "train/rec.autos/7", "title": "",
            "text": "Two are, I think.\n\nThree are better.",
            "part": "train", "group": "rec.autos",
        },
    ]  # fmt: skip


def test_headers(run: Callable, folder: Path) -> None:
    """With --headers the subject is the title and nothing of the body is left out."""
    post = run("newsgroups.py", folder, "--headers")[1]
    assert post["title"] == "Re: Masts"
    assert post["text"] == POST.partition("\n\n")[2]


def test_dashes_far_from_the_end_are_text(run: Callable, folder: Path) -> None:
    """A line of dashes ends a post only where ten lines or fewer follow."""
    lines = ["-----", *(f"line {number}" for number in range(1, 12))]
    path = folder / "20news-bydate-train" / "rec.autos" / "7"
    path.write_text("From: x\n\n" + "\n".join(lines) + "\n")
    assert run("newsgroups.py", folder)[1]["text"] == "\n".join(lines)


def test_a_table(run: Callable, tmp_path: Path) -> None:
    """A Parquet table brings its own stripped text; --headers takes the other one."""
    post = {"id": "train/rec.autos/7", "title": "Masts", "body": "> Two?\nTwo."}
    post |= {"body_stripped": "Two.", "theme": "rec.autos"}
    pq.write_table(pa.Table.from_pylist([post]), tmp_path / "train.parquet")
    stripped = {"article_id": "train/rec.autos/7", "title": "", "text": "Two.", "part": "train"}
    stripped |= {"group": "rec.autos"}
    assert run("newsgroups.py", tmp_path) == [stripped]
    whole = {"title": "Masts", "text": "> Two?\nTwo."}
    assert run("newsgroups.py", tmp_path, "--headers") == [stripped | whole]
