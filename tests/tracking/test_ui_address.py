"""The address of the UI that runs beside a store."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tenor.tracking import running_ui
from tenor.tracking.ui_address import FILE_NAME, recorded_ui


class _Healthy(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server, in a folder with a store of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    server = HTTPServer(("127.0.0.1", 0), _Healthy)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_running_ui_is_found_and_an_ended_one_is_not(address: str) -> None:
    assert running_ui() is None
    with recorded_ui(address):
        assert running_ui() == address
    assert running_ui() is None
    assert not Path(FILE_NAME).exists()


def test_the_file_of_a_killed_ui_or_with_another_text_is_ignored(address: str) -> None:
    for text in ("http://127.0.0.1:1", "http://elsewhere.example:5000", "\x1b[31m", f"{address}/x"):
        Path(FILE_NAME).write_text(text, encoding="utf-8")
        assert running_ui() is None
    Path(FILE_NAME).write_text(f"{address}\n", encoding="utf-8")
    assert running_ui() == address


def test_a_server_is_its_own_ui(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "https://tracking.example/")
    assert running_ui() == "https://tracking.example"
