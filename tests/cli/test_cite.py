"""The output of ``tenor cite``."""

from __future__ import annotations

from importlib.metadata import version

import pytest

from tenor.cli.cite import YEAR, cite
from tenor.workflow.project import sample_folder


def test_both_forms_name_authors_title_version_and_year(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cite()
    plain, bibtex = capsys.readouterr().out.split("@software{tenor,\n")
    for form in (plain, bibtex):
        for text in ("The Tenor authors", version("tenor"), str(YEAR), "theme and stance"):
            assert text in form
    cite("bibtex")
    assert capsys.readouterr().out == "@software{tenor,\n" + bibtex
    assert bibtex.count("{") + 1 == bibtex.count("}")


def test_the_year_is_that_of_the_licence() -> None:
    licence = sample_folder().parents[1] / "src" / "tenor" / "LICENSE"
    assert f"Copyright (c) {YEAR} the Tenor authors" in licence.read_text(encoding="utf-8")
