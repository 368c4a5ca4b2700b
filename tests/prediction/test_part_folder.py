"""Going on where an interrupted bulk labelling stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tenor.errors import OutputError
from tenor.models import Model
from tenor.prediction import bulk, part_run
from tenor.prediction.bulk import parts_path, predict
from tenor.prediction.columns import RowOptions

pytestmark = pytest.mark.usefixtures("small_parts")


class Interrupt(Exception):
    """An end of the command that is not an error of ours."""


def interrupted(inputs: Path, models: dict[str, Model], output: Path, after: int) -> None:
    """Label until some parts are labelled, then end without cleaning up."""

    with pytest.MonkeyPatch.context() as patch:
        count = iter(range(after))
        original = part_run.measured

        class Stopping:
            def __init__(self, *args: object) -> None:
                self.context = original(*args)  # type: ignore[arg-type]

            def __enter__(self) -> object:
                self.context.__enter__()

                def advance(*args: object) -> None:
                    if next(count, None) is None:
                        raise Interrupt

                return advance

            def __exit__(self, *args: object) -> None:
                self.context.__exit__(*args)  # type: ignore[arg-type]

        patch.setattr(part_run, "measured", Stopping)
        patch.setattr(bulk, "MIN_KEPT_PARTS", 1)
        with pytest.raises(Interrupt):
            predict(inputs, models, str(output), n_jobs=1)


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet", "sqlite"])
def test_the_result_is_that_of_an_uninterrupted_run(
    models: dict[str, Model], inputs: Path, tmp_path: Path, ending: str
) -> None:
    whole, resumed = tmp_path / f"whole.{ending}", tmp_path / f"resumed.{ending}"
    expected = predict(inputs, models, str(whole))
    for after in (1, 3):
        interrupted(inputs, models, resumed, after)
        assert not resumed.exists()
    summary = predict(inputs, models, str(resumed))
    assert (summary.n_articles, summary.n_rejected) == (expected.n_articles, expected.n_rejected)
    assert content(resumed) == content(whole)
    assert summary.drift == expected.drift
    lists = [path.with_name(f"{path.stem}.rejected.jsonl") for path in (whole, resumed)]
    assert lists[0].read_bytes() == lists[1].read_bytes()
    assert not parts_path(str(resumed)).exists()


def content(path: Path) -> object:
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        return pq.read_table(path).to_pylist()
    if path.suffix == ".sqlite":
        import sqlite3

        return sqlite3.connect(path).execute("SELECT * FROM labels").fetchall()
    return path.read_bytes()


def test_labelled_parts_are_not_labelled_again_unless_they_changed(
    models: dict[str, Model], inputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.jsonl"
    interrupted(inputs, models, output, 4)
    folder = parts_path(str(output))
    results = sorted(folder.glob("part-?????.json"))
    kept = {path.name: path.stat().st_mtime_ns for path in results}
    first = folder / "part-00000.jsonl"
    first.write_text(first.read_text()[:-20])
    seen: dict[str, int] = {}
    original = bulk.join_rows

    def spy(*args: object, **options: object) -> None:
        seen.update((path.name, path.stat().st_mtime_ns) for path in folder.glob("part-?????.json"))
        original(*args, **options)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "join_rows", spy)
        predict(inputs, models, str(output))
    unchanged = [name for name, modified in kept.items() if seen[name] == modified]
    assert unchanged == sorted(kept)[1:]
    assert len(unchanged) >= 3
    assert len([json.loads(line) for line in output.read_text().splitlines()]) == 121


def test_another_model_or_option_is_refused_until_the_parts_are_removed(
    models: dict[str, Model], inputs: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out.jsonl"
    interrupted(inputs, models, output, 3)
    other = {"themes": replace(models["themes"], fingerprint="0" * 64)}
    with pytest.raises(OutputError, match=r"labelled parts of .* with other models; .*--restart"):
        predict(inputs, other, str(output))
    with pytest.raises(OutputError, match="with other options"):
        predict(inputs, models, str(output), options=RowOptions(scores="none"))
    with pytest.raises(OutputError, match="with other inputs"):
        predict([inputs, inputs / "a.jsonl"], models, str(output))
    options = RowOptions(scores="none")
    summary = predict(inputs, models, str(output), options=options, restart=True)
    assert summary.n_articles == 110
    assert "theme_scores" not in json.loads(output.read_text().splitlines()[0])


def test_few_parts_are_not_kept_when_a_command_fails(
    models: dict[str, Model], inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*args: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bulk, "join_rows", failing)
    monkeypatch.setattr(bulk, "MIN_KEPT_PARTS", 1000)
    with pytest.raises(OutputError, match="No space left"):
        predict(inputs, models, str(tmp_path / "out.jsonl"))
    assert list(tmp_path.iterdir()) == [inputs]
    monkeypatch.setattr(bulk, "MIN_KEPT_PARTS", 1)
    with pytest.raises(OutputError, match="No space left"):
        predict(inputs, models, str(tmp_path / "out.jsonl"))
    assert (tmp_path / ".out.jsonl.parts").is_dir()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 here")
def test_a_killed_command_leaves_no_process_and_goes_on_where_it_stopped(
    models: dict[str, Model], bundle: Path, inputs: Path, tmp_path: Path
) -> None:
    lines = (inputs / "a.jsonl").read_text() * 60
    (inputs / "a.jsonl").write_text(lines)
    output = tmp_path / "out.jsonl"
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\n"
        "from tenor.articles.readers import slicing\n"
        "from tenor.prediction import parts\n"
        "from tenor.prediction.bulk import predict\n"
        "from tenor.workflow.loading import load_model\n"
        "if __name__ == '__main__':\n"
        "    slicing.SLICE_BYTES = parts.SLICE_BYTES = 40_000\n"
        f"    models = {{'themes': load_model({str(bundle)!r})}}\n"
        f"    predict([{str(inputs)!r}], models, {str(output)!r}, n_jobs=2)\n"
    )
    process = subprocess.Popen([sys.executable, str(script)], start_new_session=True)
    folder = parts_path(str(output))
    wait_until(lambda: len(list(folder.glob("part-*.json"))) >= 5)
    process.kill()
    process.wait()
    wait_until(lambda: not processes_of_session(process.pid))
    n_kept = len(list(folder.glob("part-?????.json")))
    assert n_kept >= 5
    assert not output.exists()
    subprocess.run([sys.executable, str(script)], check=True)
    rows = output.read_text().splitlines()
    assert len(rows) == 60 * 100 + 21
    ids = [json.loads(row)["article_id"] for row in rows]
    assert ids[:100] == ids[100:200]
    assert not folder.exists()


def wait_until(condition: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def processes_of_session(session: int) -> list[int]:
    """Return the processes of a session that are not only waiting to be reaped."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
            if os.getsid(int(entry.name)) == session and state != "Z":
                found.append(int(entry.name))
        except OSError:
            continue
    return found
