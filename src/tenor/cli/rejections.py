"""What was rejected: how many for each reason, the first ones with their places, and the file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

from tenor.cli.report import Report, print_note
from tenor.present import format_count, plural

MAX_EXAMPLES = 5
"""The number of rejected items that are printed."""


def print_rejected(
    report: Report,
    noun: str,
    reasons: Mapping[str, int],
    examples: Iterable[tuple[str, str]],
    path: Path | None,
) -> None:
    """Print on standard error what was rejected, and add it to the JSON object.

    Parameters
    ----------
    report
        The output of the command.
    noun
        What is rejected, in the singular.
    reasons
        The number of rejected items by reason.
    examples
        The place and the fault of rejected items, of which the first are printed.
    path
        The file that lists all of them; None if there is none.
    """
    n_rejected = sum(reasons.values())
    report.add(n_rejected=n_rejected, rejected=dict(reasons), rejected_file=path)
    if not n_rejected:
        return
    ordered = sorted(reasons.items(), key=lambda item: -item[1])
    counts = ", ".join(f"{format_count(n)} {reason}" for reason, n in ordered)
    print_note(f"{plural(n_rejected, noun)} rejected: {counts}")
    shown = list(islice(examples, MAX_EXAMPLES))
    for place, fault in shown:
        print_note(f"  {place}: {fault}")
    if path is not None:
        more = n_rejected - len(shown)
        rest = f"{format_count(more)} more and all details" if more else "all details"
        print_note(f"  {rest} are in {path}")


def print_rejected_inputs(report: Report, path: Path) -> None:
    """Print what a file of rejected inputs lists."""
    reasons: Counter[str] = Counter()
    examples: list[tuple[str, str]] = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            reasons[row["reason"]] += 1
            if len(examples) < MAX_EXAMPLES:
                examples.append((row["source_path"], row["detail"]))
    print_rejected(report, "input", reasons, examples, path)
