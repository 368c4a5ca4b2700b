"""Fixtures of bulk labelling."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tenor.articles.readers import slicing
from tenor.evaluation.promises import PrecisionPromise
from tenor.models import Model, save_bundle
from tenor.models.promise import ModelPromise
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


@pytest.fixture(scope="session")
def promised_bundle(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of the same model with a promise for transport from .75 on, and for no other."""
    model = project.themes.model
    rows = tuple(
        PrecisionPromise(label, 0.9, 0.95, threshold, 40, 1, 0.08, 60, 0 if threshold else 9)
        for label in model.labels
        for threshold in [0.75 if label == "transport" else None]
    )
    folder = tmp_path_factory.mktemp("bundles") / "promised"
    promised = replace(model, promise=ModelPromise(0.9, 0.95, "each", 200, rows))
    save_bundle(promised, folder, project.corpus.codebook_text)
    return folder


@pytest.fixture
def promised(promised_bundle: Path) -> dict[str, Model]:
    """The theme model of the sample with a promise, mapped from its bundle."""
    return {"themes": load_model(promised_bundle)}


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
