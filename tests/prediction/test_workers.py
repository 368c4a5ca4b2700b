"""Labelling parts in several processes."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from tenor.errors import BundleError, InputError
from tenor.models import Model
from tenor.prediction.bulk import predict
from tenor.prediction.workers import ENDED

pytestmark = pytest.mark.usefixtures("small_parts")

DEADLY = "deadly article"
SITECUSTOMIZE = f"""
import json, os
loads = json.loads
def deadly_loads(text, **options):
    if "{DEADLY}" in str(text):
        os.kill(os.getpid(), 9)
    return loads(text, **options)
json.loads = deadly_loads
"""


@pytest.mark.parametrize("ending", ["jsonl", "csv"])
def test_several_processes_write_what_one_writes(
    models: dict[str, Model], inputs: Path, tmp_path: Path, ending: str
) -> None:
    outputs = [tmp_path / f"{n_jobs}.{ending}" for n_jobs in (1, 2)]
    summaries = [predict(inputs, models, str(outputs[n]), n_jobs=n + 1) for n in (0, 1)]
    assert outputs[0].read_bytes() == outputs[1].read_bytes()
    lists = [path.with_name(f"{path.stem}.rejected.jsonl").read_bytes() for path in outputs]
    assert lists[0] == lists[1]
    assert (summaries[0].n_articles, summaries[0].n_rejected) == (110, 11)
    assert (summaries[1].n_articles, summaries[1].n_rejected) == (110, 11)
    assert summaries[0].drift == summaries[1].drift
    assert summaries[0].drift["themes"].n_articles == 110
    assert sorted(path.name for path in tmp_path.iterdir() if path.name[0] == ".") == []


def test_an_article_that_ends_the_process_is_set_aside_and_the_others_are_labelled(
    models: dict[str, Model], inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(SITECUSTOMIZE)
    paths = os.pathsep.join([str(site), *filter(None, [os.environ.get("PYTHONPATH")])])
    monkeypatch.setenv("PYTHONPATH", paths)
    restart_fork_server()
    lines = (inputs / "a.jsonl").read_text().splitlines()
    lines[42] = json.dumps({"id": "a42", "text": DEADLY})
    (inputs / "a.jsonl").write_text("\n".join(lines) + "\n")
    output = tmp_path / "out.jsonl"
    summary = predict(inputs, models, str(output), n_jobs=2)
    rows = [json.loads(line) for line in output.read_text().splitlines()]
    assert (summary.n_articles, summary.n_rejected) == (109, 12)
    assert [row["source_path"] for row in rows if row["error"] and ENDED in row["error"]] == [
        f"{inputs / 'a.jsonl'}#43"
    ]
    ids = [row["article_id"] for row in rows if row["article_id"].startswith("a")]
    assert ids == [f"a{n}" for n in range(100) if n % 10 and n != 42]
    restart_fork_server()


def restart_fork_server() -> None:
    """End the process from which workers are forked, so that a new one gets this environment."""
    if sys.platform != "win32":
        from multiprocessing import forkserver

        forkserver._forkserver._stop()  # type: ignore[attr-defined]


def test_errors_of_a_worker_are_those_of_the_command(
    models: dict[str, Model], inputs: Path, tmp_path: Path
) -> None:
    output = str(tmp_path / "out.jsonl")
    with pytest.raises(InputError, match="has no column 'story' for text"):
        predict(inputs, models, output, columns={"text": "story"}, n_jobs=2)
    assert not [path for path in tmp_path.iterdir() if path != inputs]


def test_a_bundle_that_is_replaced_meanwhile_is_an_error(
    bundle: Path, inputs: Path, tmp_path: Path, models: dict[str, Model]
) -> None:
    from dataclasses import replace

    changed = {"themes": replace(models["themes"], fingerprint="0" * 64)}
    with pytest.raises(BundleError, match="was replaced while it was used"):
        predict(inputs, changed, str(tmp_path / "out.jsonl"), n_jobs=2)
