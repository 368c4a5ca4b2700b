"""The output of ``tenor doctor``."""

from __future__ import annotations

import pytest

from tenor.cli.doctor import doctor
from tenor.errors import TenorError
from tenor.workflow import doctor as checks_module
from tenor.workflow.doctor import Check


def test_faults_are_marked_and_raised_after_all_checks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checks = [Check("cores", "2"), Check("disk", "0 GB", "the disk is full"), Check("lock", "free")]
    monkeypatch.setattr(checks_module, "run_checks", lambda: checks)
    with pytest.raises(TenorError, match=r"^the disk is full$"):
        doctor()
    assert capsys.readouterr().out == "  cores  2\n! disk   0 GB\n  lock   free\n"
    monkeypatch.setattr(checks_module, "run_checks", lambda: checks[:1])
    doctor()
