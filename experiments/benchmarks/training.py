"""Training against a plain script, each in a process of its own: time, memory and score.

    python experiments/benchmarks/training.py CORPUS leaning|topic [--spec SPEC] [--fasttext PYTHON]

CORPUS is a folder that `tenor prep` made of allsides (see experiments/README.md).
Both sides read its tables and end with a model in an MLflow store. ``--fasttext``
names a Python that has the package fasttext.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SCORE = re.compile(r"macro_f1 ([0-9.]+)")

OURS = """
import sys
from tenor import train
[trained] = train(sys.argv[1], sys.argv[2])
print("seconds", round(trained.seconds, 1), "macro_f1", trained.rows[0].scores.metrics["macro_f1"])
"""


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds, its highest memory in GB, and what it printed."""

    seconds: float
    memory: float
    printed: str

    @property
    def macro_f1(self) -> float:
        """The score that it printed."""
        found = SCORE.search(self.printed)
        if found is None:
            sys.exit(f"no score was printed: {self.printed}")
        return float(found[1])


def run(command: list[str], folder: str) -> Cost:
    """Run a process to its end and return what it cost."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        out.seek(0)
        printed = out.read().decode()
    if status:
        sys.exit(f"{command[1]} failed")
    return Cost(time.perf_counter() - started, usage.ru_maxrss / 1e6, printed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("task", choices=["leaning", "topic"])
    parser.add_argument("--spec", type=Path, default=None, help="Default the spec of the task.")
    parser.add_argument("--fasttext", default=None, help="A Python that has the package fasttext.")
    args = parser.parse_args()
    corpus = str(args.corpus.resolve())
    spec = (args.spec or HERE.parent / f"allsides-{args.task}.toml").resolve()
    with tempfile.TemporaryDirectory() as folder:
        own = run([sys.executable, "-c", OURS, str(spec), corpus], folder)
        print(
            f"{'Tenor':14}{own.seconds:8.1f} s{own.memory:7.2f} GB  macro-F1 {own.macro_f1:.3f}",
            flush=True,
        )
        peers = {
            "plain script": [sys.executable, str(HERE / "plain.py"), corpus, args.task, folder]
        }
        if args.fasttext:
            peers["fastText"] = [args.fasttext, str(HERE / "fasttext_peer.py"), corpus]
        for name, command in peers.items():
            peer = run(command, folder)
            print(
                f"{name:14}{peer.seconds:8.1f} s{peer.memory:7.2f} GB  macro-F1 {peer.macro_f1:.3f}"
            )
            print(
                f"{'':14}Tenor is {peer.seconds / own.seconds:.1f} times as fast, "
                f"in {own.memory / peer.memory:.2f} of the memory"
            )
            if name == "fastText":
                print(
                    f"{'':14}training alone: Tenor {own.printed.split()[1]} s, {peer.printed.strip()}"
                )


if __name__ == "__main__":
    main()
