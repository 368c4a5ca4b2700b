"""What a command suggests to do next, as the last lines that it prints."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from tenor.cli.report import Report
from tenor.output import new_name

SPECS_FOLDER = "experiments"
"""The folder of the specs of a project."""


def print_next(report: Report, action: str, reason: str, command: str) -> None:
    """Print what to do next, why, and the command that does it."""
    step = {"reason": reason, "action": action, "command": command}
    report.line(f"  next: {action} ({reason})", next=step)
    report.line(f"    {command}")


def print_next_training(report: Report, corpus: Path) -> None:
    """Print the command that trains on a corpus with labels, or that writes specs for it."""
    from tenor.settings import find_settings

    settings = find_settings()
    is_of_project = settings.corpus_path is not None and (
        settings.corpus_path.resolve() == corpus.resolve()
    )
    folder = settings.path.parent / SPECS_FOLDER if settings.path else None
    specs = sorted(folder.glob("*.toml")) if folder and is_of_project else []
    if specs:
        names = [os.path.relpath(path) for path in specs]
        print_next(report, "train", "the specs of this project", f"tenor train {shlex.join(names)}")
        return
    command = shlex.join(["tenor", "init", new_name("specs"), "--corpus", str(corpus)])
    print_next(report, "write specs that fit the corpus", "to train by them", command)
