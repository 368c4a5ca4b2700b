"""Rendering the HTML reports of runs, which share the template of the leak table."""

from __future__ import annotations

from pathlib import Path

from tenor.present.pages import render_page

FOLDER = Path(__file__).parent


def render_report(template: Path, **content: object) -> str:
    """Render the report of a run, which may import ``leak_table.html.jinja`` of this folder."""
    return render_page(template, folders=[FOLDER], **content)
