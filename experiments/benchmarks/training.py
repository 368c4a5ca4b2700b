"""Training against a plain script, each in a process of its own: time, memory and score.

    python experiments/benchmarks/training.py CORPUS leaning|topic [--spec SPEC] [--fasttext PYTHON]

CORPUS is a folder that `tenor prep` made of allsides (see experiments/README.md).
Both sides read its tables and end with a model in a new MLflow store. ``--fasttext``
names a Python that has the package fasttext.
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
PRINTED = re.compile(r"(seconds|macro_f1) ([0-9.]+)")


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds, its highest memory in GB, and the figures that it gave."""

    seconds: float
    memory: float
    figures: dict[str, float]


def run(command: list[str], folder: str) -> Cost:
    """Run a process to its end in a folder and return what it cost.

    Its figures are what it printed and, of `tenor`, what it logged.
    """
    started = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        out.seek(0)
        printed = out.read().decode()
    if status:
        sys.exit(f"{command[1]} failed")
    figures = {name: float(value) for name, value in PRINTED.findall(printed)}
    if "macro_f1" not in figures:
        with closing(sqlite3.connect(Path(folder) / "mlflow.db")) as store:
            figures = dict(store.execute("SELECT key, value FROM latest_metrics"))
    return Cost(seconds, usage.ru_maxrss / 1e6, figures)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("task", choices=["leaning", "topic"])
    parser.add_argument("--spec", type=Path, default=None, help="Default the spec of the task.")
    parser.add_argument("--fasttext", default=None, help="A Python that has the package fasttext.")
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
        own = costs["Tenor"]
        figures = f"{cost.seconds:8.1f} s{cost.memory:7.2f} GB"
        print(f"{name:14}{figures}  macro-F1 {cost.figures['macro_f1']:.3f}", flush=True)
        if name != "Tenor":
            ratio = cost.seconds / own.seconds
            print(f"{'':14}ratio {ratio:.1f}, memory {own.memory / cost.memory:.2f}")
        if name == "fastText":
            alone = own.figures["seconds"], cost.figures["seconds"]
            print(f"{'':14}training alone: Tenor {alone[0]:.1f} s, fastText {alone[1]:.1f} s")


if __name__ == "__main__":
    main()
