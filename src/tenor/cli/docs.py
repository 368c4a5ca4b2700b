"""``tenor docs``."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from tenor.cli.report import Json, Report
from tenor.errors import InputError
from tenor.present.hints import did_you_mean

FOLDER = Path(__file__).parents[1] / "docs"
"""The pages of the documentation, as Markdown; they are part of the package."""

INDEX = "index"
"""The page that lists the others."""

FILES = "files"
"""The page of all files and columns: ``data/README.md`` of the sources, part of the wheel."""


def topics() -> dict[str, str]:
    """Return the title of each page by its topic, in the order of the index."""
    links = [*re.findall(r"\]\(([\w-]+)\.md\)", page(INDEX)), FILES]
    return {topic: page(topic).partition("\n")[0].lstrip("# ") for topic in links}


def page(topic: str) -> str:
    """Return the Markdown of a page."""
    path = FOLDER / f"{topic}.md"
    if topic == FILES and not path.exists():
        path = FOLDER.parents[2] / "data" / "README.md"
    return path.read_text(encoding="utf-8")


def complete_topics(incomplete: str) -> list[str]:
    """Return the topics that begin with a text, for the completion of the shell."""
    return [topic for topic in topics() if topic.startswith(incomplete)]


def docs(
    topic: Annotated[
        str | None,
        typer.Argument(
            help="The page to print; by default, all topics are listed.",
            autocompletion=complete_topics,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Print a page of the documentation.

    The documentation is part of the installation.
    """
    known = topics()
    with Report("docs", as_json=as_json) as report:
        if topic is None:
            width = max(map(len, known))
            report.add(topics=known)
            for name, title in known.items():
                report.line(f"{name:<{width}}  {title}")
            report.line()
            report.line("'tenor docs TOPIC' prints a page")
            return
        if topic not in known:
            raise InputError(
                f"'{topic}' is not a topic of the documentation{did_you_mean(topic, known)}; "
                "'tenor docs' lists them"
            )
        report.add(topic=topic, title=known[topic])
        if as_json or not sys.stdout.isatty():
            report.page(page(topic))
            return
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(page(topic)))
