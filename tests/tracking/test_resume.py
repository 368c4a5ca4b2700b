"""What an interrupted run leaves for the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.errors import StoreError
from tenor.tracking import finished_parts, read_text, start_run

from ..conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")


def _run(experiment: str, *, stop: bool) -> None:
    with start_run(experiment, "whole", {}, {}) as run:
        with run.part("first", {"part": "one"}) as nested:
            nested.text("kept", "result.txt")
        if stop:
            with run.part("second", {"part": "two"}):
                raise KeyboardInterrupt


def test_the_finished_parts_of_an_interrupted_run_are_found() -> None:
    with pytest.raises(KeyboardInterrupt):
        _run("interrupted", stop=True)
    parts = finished_parts("interrupted", "part")
    assert list(parts) == ["one"]
    assert read_text(parts["one"], "result.txt") == "kept"


def test_a_run_that_ended_well_is_not_taken_up_again() -> None:
    _run("whole", stop=False)
    assert finished_parts("whole", "part") == {}


def test_an_experiment_that_is_new_has_no_parts(tmp_path: Path) -> None:
    assert finished_parts("never run", "part") == {}


def test_a_file_that_is_not_there_is_one_sentence(project: Project) -> None:
    with pytest.raises(StoreError, match=r"'nothing\.txt' of run"):
        read_text(project.themes.run_id, "nothing.txt")
