"""The commands ``tenor codebook`` and ``tenor label``."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from ..conftest import Project
from ..end_to_end.test_installed_command import tenor

BROKEN = """version = "1"
[[themes]]
name = "economy"
rules = ["wages OR"]
[[themes]]
name = "Economy"
"""


def test_check_reports_every_fault_and_fails(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(BROKEN, encoding="utf-8")
    completed = tenor("codebook", "check", "book.toml", cwd=tmp_path)
    assert completed.returncode == 1
    assert completed.stderr == (
        "tenor: book.toml, line 4: [themes[1].rules[1]] rule 'wages OR': column 9: "
        "a term is missing at the end\n"
        "tenor: book.toml, line 6: [themes[2].name] 'Economy' is already the name of themes[1]; "
        "rename one\n"
    )


def test_check_warns_and_still_succeeds(tmp_path: Path) -> None:
    text = BROKEN.replace("wages OR", "wages NOT wages").replace('"Economy"', '"sport"')
    # A tag that is an alias, too, is a warning that names it.
    text += 'publisher_tags = ["\\u001b[1mtoll"]\n'
    text += '[[targets]]\nname = "fee"\naliases = ["\\u001b[1mtoll"]\n'
    (tmp_path / "book.toml").write_text(text, encoding="utf-8")
    completed = tenor("codebook", "check", "book.toml", cwd=tmp_path)
    assert completed.returncode == 0
    assert (
        "warning: book.toml, line 4: [themes[1].rules[1]] the rule can never match"
        in completed.stderr
    )
    assert "[1mtoll' is also an alias of target 'fee'" in completed.stderr
    assert "\x1b" not in completed.stderr
    assert completed.stdout.startswith(
        "book.toml is valid: 2 themes, 1 target, 1 rule; fingerprint "
    )


def test_check_refuses_names_that_are_not_shown(tmp_path: Path) -> None:
    """With a name that would do; the terminal gets none of their characters."""
    text = 'version = "1"\n[[themes]]\nname = "sport\\u001b[1m"\n[[themes]]\nname = "a; b"\n'
    (tmp_path / "book.toml").write_text(text, encoding="utf-8")
    completed = tenor("codebook", "check", "book.toml", cwd=tmp_path)
    assert completed.returncode == 1
    assert completed.stderr.splitlines() == [
        (
            "tenor: book.toml, line 3: [themes[1].name] 'sport\ufffd[1m' has characters that are "
            "not shown (U+001B); write 'sport[1m'"
        ),
        (
            "tenor: book.toml, line 5: [themes[2].name] 'a; b' has ';' or '|', which separate the "
            "labels of a cell; write 'a, b'"
        ),
    ]


@pytest.mark.parametrize(
    ("page_format", "start"), [("markdown", "# Regional news"), ("html", "<!doctype")]
)
def test_show_prints_the_page_or_writes_it(
    project: Project, tmp_path: Path, page_format: str, start: str
) -> None:
    book = str(project.folder / "codebook.toml")
    printed = tenor("codebook", "show", book, "--format", page_format, cwd=tmp_path)
    assert printed.stdout.startswith(start)
    completed = tenor(
        "codebook", "show", book, "--format", page_format, "--output", "page", cwd=tmp_path
    )
    assert (completed.returncode, completed.stdout) == (0, "page\n")
    assert (tmp_path / "page").read_text(encoding="utf-8") == printed.stdout
    again = tenor("codebook", "show", book, "--output", "page", cwd=tmp_path)
    assert again.returncode == 1
    assert again.stderr == "tenor: 'page' exists already; name another file, or use --force\n"


def test_diff_and_label_print_their_effects(project: Project, tmp_path: Path) -> None:
    shutil.copytree(project.folder / "data" / "corpus", tmp_path / "corpus")
    book = project.folder / "codebook.toml"
    text = book.read_text(encoding="utf-8").replace("hospital* OR clinic*", "hospital*")
    (tmp_path / "new.toml").write_text(text, encoding="utf-8")
    completed = tenor("codebook", "diff", str(book), "new.toml", "--corpus", "corpus", cwd=tmp_path)
    assert completed.stdout.startswith("theme 'health': rules ")
    assert re.search(
        r"\nthe rules label \d+ of 276 articles differently\n  health: 0 gained, ", completed.stdout
    )
    same = tenor("codebook", "diff", "new.toml", "new.toml", cwd=tmp_path)
    assert same.stdout == "no change of meaning\n"

    completed = tenor(
        "label", "corpus", "--codebook", "new.toml", "--output", "r.csv", cwd=tmp_path
    )
    assert (completed.returncode, completed.stderr) == (0, "")
    assert "themes: precision and recall on 276 articles with gold" in completed.stdout
    assert (tmp_path / "r.csv").read_text(encoding="utf-8").count("\n") == 31
    again = tenor("label", "corpus", "--output", "r.csv", cwd=tmp_path)
    assert again.stderr == "tenor: 'r.csv' exists already; name another file, or use --force\n"
