"""Time, memory and score of `tenor train` and of a plain script, each in its own process.

    python experiments/benchmarks/training.py CORPUS leaning|topic [--spec SPEC] [--fasttext PYTHON]

CORPUS is a corpus folder prepared from allsides (see experiments/README.md). Both processes read
its tables and end with a model in a new MLflow store. ``--fasttext`` names a Python interpreter
that has the package fasttext, and adds fastText as a second baseline.
"""

from __future__ import annotations

import argparse
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PRINTED_METRIC = re.compile(r"(seconds|macro_f1) ([0-9.]+)")


@dataclass(frozen=True)
class Cost:
    """Wall-clock seconds of a process, its peak memory in GB, and the metrics it reported."""

    seconds: float
    memory: float
    metrics: dict[str, float]


def run(command: list[str], folder: str) -> Cost:
    """Run a command in a folder and return its cost.

    The metrics are those that the command prints or, if it prints none, those in the MLflow store
    of the folder.
    """
    started = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        out.seek(0)
        output = out.read().decode()
    if status:
        sys.exit(f"{command[1]} failed")
    metrics = {name: float(value) for name, value in PRINTED_METRIC.findall(output)}
    if "macro_f1" not in metrics:
        with closing(sqlite3.connect(Path(folder) / "mlflow.db")) as store:
            metrics = dict(store.execute("SELECT key, value FROM latest_metrics"))
    return Cost(seconds, usage.ru_maxrss / 1e6, metrics)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, help="corpus folder")
    parser.add_argument("task", choices=["leaning", "topic"])
    parser.add_argument(
        "--spec", type=Path, default=None, help="spec to train (default: allsides-TASK.toml)"
    )
    parser.add_argument("--fasttext", default=None, help="Python interpreter with fasttext")
    args = parser.parse_args()
    corpus = str(args.corpus.resolve())
    spec = (args.spec or HERE.parent / f"allsides-{args.task}.toml").resolve()
    tenor = str(Path(sys.executable).with_name("tenor"))
    commands = {
        "Tenor": [tenor, "train", str(spec), "--corpus", corpus],
        "plain script": [sys.executable, str(HERE / "plain.py"), corpus, args.task, "."],
    }
    if args.fasttext:
        commands["fastText"] = [args.fasttext, str(HERE / "fasttext_peer.py"), corpus]
    costs: dict[str, Cost] = {}
    for name, command in commands.items():
        with tempfile.TemporaryDirectory() as folder:
            cost = costs[name] = run(command, folder)
        tenor_cost = costs["Tenor"]
        time_and_memory = f"{cost.seconds:8.1f} s{cost.memory:7.2f} GB"
        print(f"{name:14}{time_and_memory}  macro-F1 {cost.metrics['macro_f1']:.3f}", flush=True)
        if name != "Tenor":
            ratio = cost.seconds / tenor_cost.seconds
            print(f"{'':14}ratio {ratio:.1f}, memory {tenor_cost.memory / cost.memory:.2f}")
        if name == "fastText":
            ours, theirs = tenor_cost.metrics["seconds"], cost.metrics["seconds"]
            print(f"{'':14}training alone: Tenor {ours:.1f} s, fastText {theirs:.1f} s")


if __name__ == "__main__":
    main()
