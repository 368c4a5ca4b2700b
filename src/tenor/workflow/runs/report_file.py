"""The report of a run as a file on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tenor import tracking
from tenor.errors import OutputError, StoreError
from tenor.output import check_output, write_file
from tenor.workflow.runs.identity import SHARES_SUFFIX

REPORT = "report.html"
"""The name of the report among the artifacts of a run."""


class ReportFile(NamedTuple):
    """The id of a run, and the path of its report."""

    run_id: str
    path: Path


def report_file(reference: str, output: Path | None = None, *, force: bool = False) -> ReportFile:
    """Return the report of a run: a copy, or the artifact where it is on this machine.

    Parameters
    ----------
    reference
        The run, as `tenor.tracking.find_run` takes it.
    output
        The HTML file to write; None to write none.
    force
        Replace an existing file.

    Raises
    ------
    StoreError
        If there is no such run, or it has no report.
    OutputError
        If the file cannot be written, or the store is a server's and no file is named.
    """
    if output is not None:
        check_output(output, force=force, extensions=(".html",))
    run = tracking.find_run(reference)
    if run.experiment.endswith(SHARES_SUFFIX):
        raise StoreError(
            f"run '{run.name}' is of shares, which have no report; 'tenor ui' shows its tables, "
            "figure and methods paragraph"
        )
    content = tracking.read_bytes(run.run_id, REPORT)
    if output is not None:
        write_file(output, content, replace=force)
        return ReportFile(run.run_id, output)
    path = tracking.local_artifact(run.run_id, REPORT)
    if path is None:
        raise OutputError(
            f"the artifacts of run '{run.name}' are not on this machine; name a file with --output"
        )
    return ReportFile(run.run_id, path)
