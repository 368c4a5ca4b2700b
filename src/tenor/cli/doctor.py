"""``tenor doctor``."""

from __future__ import annotations

from dataclasses import asdict

from tenor.cli.report import Json, Report
from tenor.errors import TenorError


def doctor(as_json: Json = False) -> None:
    """Check the installation and the project in this folder.

    The checks are versions, cores, memory, disk, browser, settings, codebook, corpus, store and
    its lock. The exit code is 1 if something is broken. Nothing is written.
    """
    from tenor.workflow.doctor import run_checks

    with Report("doctor", as_json=as_json) as report:
        checks = run_checks()
        report.add(checks=[asdict(check) for check in checks])
        width = max(len(check.name) for check in checks)
        for check in checks:
            mark = "!" if check.fault else " "
            report.line(f"{mark} {check.name:{width}}  {check.found}")
        if faults := [check.fault for check in checks if check.fault]:
            raise TenorError(*(line for fault in faults for line in fault.splitlines()))
