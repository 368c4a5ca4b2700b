"""The port and the processes of the MLflow UI."""

from __future__ import annotations

import socket
import subprocess
import sys

import psutil
import pytest

from tenor.errors import InputError
from tenor.tracking import check_port
from tenor.tracking.ui import HOST, _end

PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
child.wait()
"""


def test_a_port_that_is_taken_is_refused() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=r"\(another program listens on it\); name another"):
            check_port(port)
    check_port(port)


def test_no_process_outlives_the_one_that_is_ended() -> None:
    process = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE)
    assert process.stdout is not None
    child = psutil.Process(int(process.stdout.readline()))
    _end(process)
    process.stdout.close()
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
    _end(process)
