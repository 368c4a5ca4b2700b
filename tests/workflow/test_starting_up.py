"""What training imports while it counts."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Project

WATCHED = """
import json, sys, threading
from contextlib import contextmanager
from tenor.workflow import training

imported, beside = {True: set(), False: set()}, []

class Watch:
    def find_spec(self, name, path=None, target=None):
        if beside:
            package = name.partition(".")[0]
            imported[threading.get_ident() == beside[0]].add(package)

begin = training.meanwhile

@contextmanager
def watched(*jobs):
    with begin(lambda: beside.append(threading.get_ident()), *jobs):
        yield
    both = imported[True] & imported[False] - set(sys.stdlib_module_names)
    print(json.dumps({"beside": sorted(imported[True]), "both": sorted(both)}))
    sys.exit()

training.meanwhile = watched
sys.meta_path.insert(0, Watch())
training.train(*sys.argv[1:])
"""


@pytest.mark.parametrize("spec", ["themes", "stance"])
def test_no_package_is_imported_by_two_threads_at_once(
    project: Project, tmp_path: Path, spec: str
) -> None:
    """Either might be handed a half of it, and training would fail at random."""
    found = subprocess.run(
        [sys.executable, "-c", WATCHED, f"experiments/{spec}.toml"],
        cwd=project.folder,
        env={"MLFLOW_TRACKING_URI": f"sqlite:///{tmp_path}/mlflow.db"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()[-1]
    imported = json.loads(found)
    assert {"sklearn", "mlflow", "matplotlib"} <= set(imported["beside"])
    assert imported["both"] == []
