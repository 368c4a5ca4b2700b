"""The choices of ``tenor codings`` and ``tenor codebook``."""

from __future__ import annotations

from pathlib import Path
from typing import get_args, get_type_hints

from tenor.cli.codebook import show
from tenor.cli.codings import Design, FormatName
from tenor.codebook.page import PageFormat
from tenor.corpus import sampling
from tenor.labeling.formats import FORMATS

from ..end_to_end.test_installed_command import tenor


def test_every_format_in_the_table_is_a_choice() -> None:
    """The command line names the formats without importing their table."""
    assert get_args(FormatName) == tuple(FORMATS)


def test_every_format_of_a_codebook_page_is_a_choice() -> None:
    choices = get_args(get_type_hints(show, include_extras=True)["page_format"])[0]
    assert get_args(choices) == get_args(PageFormat)


def test_every_design_is_a_choice() -> None:
    assert get_args(Design) == get_args(sampling.Design)


def test_help_lists_the_formats(tmp_path: Path) -> None:
    completed = tenor("codings", "import", "--help", cwd=tmp_path)
    assert f"auto|{'|'.join(FORMATS)}" in completed.stdout


def test_an_unknown_format_is_a_usage_error(tmp_path: Path) -> None:
    completed = tenor("codings", "export", "c", "--format", "xls", "--output", "x", cwd=tmp_path)
    assert completed.returncode == 2
    assert "'label-studio'" in completed.stderr
