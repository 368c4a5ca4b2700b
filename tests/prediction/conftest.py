"""Fixtures of bulk labelling."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tenor.articles.readers import slicing
from tenor.models import Model
from tenor.prediction import parts
from tenor.workflow.loading import export_bundle, load_model

from ..conftest import Project, inside


@pytest.fixture(scope="session")
def bundle(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of the theme model of the sample."""
    folder = tmp_path_factory.mktemp("bundles") / "themes"
    with inside(project.folder):
        export_bundle("tenor-theme@champion", folder)
    return folder


@pytest.fixture
def models(bundle: Path) -> dict[str, Model]:
    """The theme model of the sample, mapped from its bundle."""
    return {"themes": load_model(bundle)}


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of a few kilobytes, so that few articles make several."""
    monkeypatch.setattr(slicing, "SLICE_BYTES", 4_000)
    monkeypatch.setattr(parts, "SLICE_BYTES", 4_000)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """A folder with 120 rows in two formats, some of them faulty, and a file that is none."""
    folder = tmp_path / "inputs"
    folder.mkdir()
    lines = [
        json.dumps({"id": f"a{n}", "title": f"Story {n}", "text": f"The tram {n} ran late. " * 9})
        if n % 10
        else '{"id": "broken"'
        for n in range(100)
    ]
    (folder / "a.jsonl").write_text("\n".join(lines) + "\n")
    (folder / "b.csv").write_text("id,text\n" + "".join(f"b{n},A court sat.\n" for n in range(20)))
    (folder / "c.txt").touch()
    return folder
