"""What a training imports while it counts terms."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Project

WATCHED = """
import json, sys, threading
from contextlib import contextmanager
from tenor.workflow.train import train as training

imported, thread_ids = {True: set(), False: set()}, []

class Watch:
    def find_spec(self, name, path=None, target=None):
        if thread_ids:
            package = name.partition(".")[0]
            imported[threading.get_ident() == thread_ids[0]].add(package)

begin = training.warm_up

@contextmanager
def watched(*jobs):
    with begin(lambda: thread_ids.append(threading.get_ident()), *jobs):
        yield
    both = imported[True] & imported[False] - set(sys.stdlib_module_names)
    print(json.dumps({"in_thread": sorted(imported[True]), "both": sorted(both)}))
    sys.exit()

training.warm_up = watched
sys.meta_path.insert(0, Watch())
training.train(*sys.argv[1:])
"""


@pytest.mark.parametrize("spec", ["themes", "stance"])
def test_no_package_is_imported_by_two_threads_at_once(
    project: Project, tmp_path: Path, spec: str
) -> None:
    """A thread could otherwise see an incomplete package, and training would fail at random."""
    output = subprocess.run(
        [sys.executable, "-c", WATCHED, f"experiments/{spec}.toml"],
        cwd=project.folder,
        env={"MLFLOW_TRACKING_URI": f"sqlite:///{tmp_path}/mlflow.db"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()[-1]
    imported = json.loads(output)
    assert {"sklearn", "mlflow", "matplotlib"} <= set(imported["in_thread"])
    assert imported["both"] == []
