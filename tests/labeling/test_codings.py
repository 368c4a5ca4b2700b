"""Reading codings files for a corpus that is being prepared."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.codebook import Codebook, CodebookVersions
from tenor.errors import InputError
from tenor.labeling import Judgment
from tenor.labeling import read_codings as read_and_check

BOOK = Codebook.parse('version = "1"\n[[themes]]\nname = "economy"\n[[targets]]\nname = "tax"\n')
KEY = BOOK.fingerprint


def read_codings(*paths: Path) -> tuple[list[Judgment], list[str]]:
    """Return the judgements of files, and the messages of rejected codings."""
    checked = read_and_check(paths, CodebookVersions(BOOK))
    return checked.judgments, [
        f"{coding.message} ({coding.file}, {coding.place})" for coding in checked.rejected_codings
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "codings.csv"


def test_a_row_is_a_judgement(path: Path) -> None:
    """Its origin is ``coder`` unless the row names another; a theme has no target."""
    path.write_text(
        "article_id,task,target,label,coder,at,origin,note\n"
        "a1,theme,tax,Economy,ana,2024-05-01,,sure\n"
        'a 2,stance,tax,AGAINST, tom ,,adjudicated,"two\nlines"\n'
        "a3,theme,,none,ana,,coder,\n",
        encoding="utf-8",
    )
    assert read_codings(path) == (
        [
            Judgment("a1", "theme", "", "economy", "coder", "ana", KEY, "2024-05-01"),
            Judgment("a 2", "stance", "tax", "against", "adjudicated", "tom", KEY),
            Judgment("a3", "theme", "", "none", "coder", "ana", KEY),
        ],
        [],
    )


def test_optional_columns_may_be_missing(path: Path) -> None:
    """The file may begin with a byte order mark and have Windows line ends."""
    path.write_bytes(b"\xef\xbb\xbfarticle_id,task,label,coder\r\na1,theme,economy,ana\r\n")
    assert read_codings(path) == (
        [Judgment("a1", "theme", "", "economy", "coder", "ana", KEY)],
        [],
    )


def test_a_table_with_semicolons_in_an_old_code_page_is_read(path: Path) -> None:
    """As spreadsheets of many languages save it."""
    path.write_bytes(b"article_id;task;label;coder\r\ncaf\xe9;theme;economy;Zo\xeb\r\n")
    assert read_codings(path) == (
        [Judgment("caf\xe9", "theme", "", "economy", "coder", "Zo\xeb", KEY)],
        [],
    )


def test_invalid_rows_are_rejected_with_their_rows(path: Path) -> None:
    """As a spreadsheet numbers them, in which a row with a line break is one; others are read."""
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
    judgments, faults = read_codings(path)
    assert [judgment.article_id for judgment in judgments] == ["a8"]
    assert faults == [
        f"article 'a1': theme 'arts' is not one of economy, none ({path}, row 2)",
        (
            "article 'a\n2': 'topic' is neither 'theme' nor 'stance:TARGET'; name its question "
            f"with --question, as in --question 'topic=theme' ({path}, row 3)"
        ),
        f"article 'a3': target 'dam' is not in the codebook; its targets: tax ({path}, row 5)",
        f"article 'a4': stance 'pro' is not one of favor, against, neutral ({path}, row 6)",
        (
            "article 'a5': the record has no coder; if one person coded the whole file, use "
            f"--coder NAME ({path}, row 7)"
        ),
        f"article 'a6': origin 'rule' is not one of coder, adjudicated, machine ({path}, row 8)",
        f"the row has 8 cells, and the header has 6 ({path}, row 9)",
    ]


def test_names_that_differ_in_case_only_are_asked_about(path: Path, tmp_path: Path) -> None:
    """In one file, and in two."""
    header = "article_id,task,label,coder\n"
    path.write_text(f"{header}a1,theme,economy,Ana\na2,theme,economy,ana\n")
    with pytest.raises(InputError) as caught:
        read_codings(path)
    assert str(caught.value) == (
        f"coder 'ana' ('{path}', row 3) and coder 'Ana' ('{path}', row 2) differ only in case or "
        "spacing; if they are one, import with --coder 'ana=Ana', and if they are two, give one "
        "another name, as in --coder 'ana=ana 2'"
    )
    other = tmp_path / "other.csv"
    path.write_text(f"{header}a1,theme,economy,Ana\n")
    other.write_text(f"{header}a1,theme,economy,ANA\n")
    with pytest.raises(InputError, match=r"^coder 'ANA' \("):
        read_codings(path, other)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"article_id,task,label\na1,theme,economy\n",
            "have no column 'coder'; its columns: article_id, task, label",
        ),
        (b"article_id,note\na1,x\n", "have no column of answers ('themes', 'theme: NAME'"),
        (b"", "cannot be read: it is empty"),
        (b"PK\x03\x04", "are not a readable workbook: "),
        (b"%PDF-1.7", "cannot be read: it is a PDF by its first bytes, not text"),
    ],
)
def test_an_unusable_file_raises_one_sentence(path: Path, content: bytes, message: str) -> None:
    """A missing column, or bytes that are no text."""
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_codings(path)
    assert str(caught.value).startswith(f"codings '{path}' {message}")


def test_a_missing_file_raises_one_sentence(path: Path) -> None:
    """An InputError, not an OSError."""
    with pytest.raises(InputError, match="cannot be read: "):
        read_codings(path)
