"""Rendering the HTML reports of runs, which share the template of the leak table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tenor.present.pages import render_page

FOLDER = Path(__file__).parent


def render_report(template: Path, folders: Sequence[Path] = (), **content: object) -> str:
    """Render the report of a run, which may import ``leak_table.html.jinja`` of this folder.

    Parameters
    ----------
    template
        The file of the template.
    folders
        Further folders with templates to import.
    content
        The variables of the template.
    """
    return render_page(template, folders=[FOLDER, *folders], **content)
