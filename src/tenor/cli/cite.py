"""``tenor cite``."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from tenor.cli.report import Json, Report

YEAR = 2026
"""The year of the licence."""

TITLE = "Tenor: labels of news articles by theme and stance, from a codebook"

PLAIN = """The Tenor authors ({year}). {title}
(version {version}) [Computer software].

In a methods section, name what identifies the labels too: the fingerprint of the codebook, that of
the corpus ('tenor prep' prints both) and the id of each run ('tenor runs')."""

BIBTEX = """@software{{tenor,
  author  = {{{{The Tenor authors}}}},
  title   = {{{title}}},
  version = {{{version}}},
  year    = {{{year}}},
}}"""


def cite(
    form: Annotated[
        Literal["both", "plain", "bibtex"],
        typer.Option("--format", help="The form of the reference."),
    ] = "both",
    as_json: Json = False,
) -> None:
    """Print how to cite Tenor, in plain text and in BibTeX."""
    from importlib.metadata import version

    values = {"year": YEAR, "title": TITLE, "version": version("tenor")}
    forms = {"plain": PLAIN.format(**values), "bibtex": BIBTEX.format(**values)}
    shown = list(forms) if form == "both" else [form]
    with Report("cite", as_json=as_json) as report:
        report.add(**values, **{name: forms[name] for name in shown})
        for line in "\n\n".join(forms[name] for name in shown).splitlines():
            report.line(line)
