"""Codings files, read for a corpus in the making."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.codebook import Codebook
from tenor.errors import InputError
from tenor.labeling import Judgment, read_codings

BOOK = Codebook.parse(
    'version = "1"\n[[themes]]\nname = "economy"\n[[targets]]\nname = "tax"\n'
)  # fmt: skip
KEY = BOOK.fingerprint


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "codings.csv"


def test_a_row_is_a_judgement(path: Path) -> None:
    """Whose origin is a coder unless the row says adjudicated; a theme has no target."""
    path.write_text(
        "article_id,task,target,label,coder,at,origin,note\n"
        "a1,theme,tax,Economy,ana,2024-05-01,,sure\n"
        'a 2,stance,tax,AGAINST, tom ,,adjudicated,"two\nlines"\n'
        "a3,theme,,none,ana,,coder,\n",
        encoding="utf-8",
    )
    assert read_codings(path, BOOK) == (
        [
            Judgment("a1", "theme", "", "economy", "coder", "ana", KEY, "2024-05-01"),
            Judgment("a 2", "stance", "tax", "against", "adjudicated", "tom", KEY),
            Judgment("a3", "theme", "", "none", "coder", "ana", KEY),
        ],
        [],
    )


def test_columns_that_may_be_missing_may_be_missing(path: Path) -> None:
    """And the file may begin with a byte order mark and end its lines as Windows does."""
    path.write_bytes(b"\xef\xbb\xbfarticle_id,task,label,coder\r\na1,theme,economy,ana\r\n")
    assert read_codings(path, BOOK) == (
        [Judgment("a1", "theme", "", "economy", "coder", "ana", KEY)],
        [],
    )


def test_a_table_as_other_countries_save_it_is_read(path: Path) -> None:
    """Semicolons between the cells, and letters of an old code page."""
    path.write_bytes(b"article_id;task;label;coder\r\ncaf\xe9;theme;economy;Zo\xeb\r\n")
    assert read_codings(path, BOOK) == (
        [Judgment("caf\xe9", "theme", "", "economy", "coder", "Zo\xeb", KEY)],
        [],
    )


def test_faulty_rows_are_set_aside_with_their_lines(path: Path) -> None:
    """The others are read; a row is where it begins."""
    path.write_text(
        "article_id,task,target,label,coder,origin\n"
        "a1,theme,,arts,ana,\n"
        '"a\n2",topic,,economy,ana,\n'
        "\n"
        "a3,stance,dam,favor,ana,\n"
        "a4,stance,tax,pro,ana,\n"
        "a5,theme,,economy,,\n"
        "a6,theme,,economy,ana,rule\n"
        "a7,theme,,economy,ana,,,extra\n"
        "a8,theme,,economy,ana,\n",
        encoding="utf-8",
    )
    judgments, faults = read_codings(path, BOOK)
    assert [judgment.article_id for judgment in judgments] == ["a8"]
    assert faults == [
        "theme 'arts' is not one of economy, none (codings.csv, line 2)",
        (
            "'topic' is neither 'theme' nor 'stance:TARGET'; say what it asks with "
            "--question 'topic=theme' (codings.csv, line 3)"
        ),
        "target 'dam' is not in the codebook; its targets: tax (codings.csv, line 6)",
        "stance 'pro' is not one of favor, against, neutral (codings.csv, line 7)",
        (
            "the record names no coder; if all are of one person, give --coder =NAME "
            "(codings.csv, line 8)"
        ),
        "origin 'rule' is not one of coder, adjudicated (codings.csv, line 9)",
        "it has 8 cells where the header has 6 (codings.csv, line 10)",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"article_id,task,label\na1,theme,economy\n",
            "lack the column 'coder'; columns there: article_id, task, label",
        ),
        (b"article_id,note\na1,x\n", "have no column of answers ('themes', 'theme: NAME'"),
        (b"", "cannot be read: there is nothing in it"),
        (b"PK\x03\x04", "are no workbook that can be read: "),
        (b"%PDF-1.7", "cannot be read: it is a PDF by its first bytes, not text"),
    ],
)
def test_a_file_that_cannot_serve_is_one_sentence(path: Path, content: bytes, message: str) -> None:
    """A column that it lacks, or bytes that are no text."""
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_codings(path, BOOK)
    assert str(caught.value).startswith(f"codings '{path}' {message}")


def test_a_file_that_is_not_there_is_one_sentence(path: Path) -> None:
    """An InputError, not the system's."""
    with pytest.raises(InputError, match="cannot be read: "):
        read_codings(path, BOOK)
