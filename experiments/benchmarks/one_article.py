"""Time to label one article from nothing, against a script that loads a pipeline with joblib.

    python experiments/benchmarks/one_article.py BUNDLE ARTICLES.jsonl [--rounds N]

The first article of ARTICLES is labelled by ``tenor predict`` from the bundle, and by ``python -c``
from the same model as scikit-learn's vectorizers, loaded with joblib. Commands alternate; medians.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bulk import export_pipeline

PEER = """
import json, sys
import joblib
import numpy as np
from scipy.sparse import hstack
views, weights, intercept, _, names, *_ = joblib.load(sys.argv[1])
article = json.loads(open(sys.argv[2]).readline())
text = article["title"] + "\\n\\n" + article["text"]
row = hstack([vectorizer.transform([text]) * weight for _, vectorizer, weight in views])
print(names[int(np.argmax(row @ weights + intercept))])
"""


def main() -> None:
    """Time both and print the ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("bundle", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--rounds", type=int, default=9)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        pipeline, article = Path(name) / "pipeline", Path(name) / "article.jsonl"
        export_pipeline(arguments.bundle, pipeline)
        with arguments.articles.open(encoding="utf-8") as stream:
            article.write_text(stream.readline(), encoding="utf-8")
        tenor = [sys.executable, "-m", "tenor", "predict", str(article), "--output", "-"]
        commands = {
            "Tenor": [*tenor, "--model", str(arguments.bundle)],
            "joblib": [sys.executable, "-c", PEER, str(pipeline), str(article)],
        }
        seconds: dict[str, list[float]] = {label: [] for label in commands}
        for _ in range(arguments.rounds):
            for label, command in commands.items():
                started = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True)
                seconds[label].append(time.perf_counter() - started)
    medians = {label: statistics.median(values) for label, values in seconds.items()}
    for label, median in medians.items():
        print(f"{label:<8}{median:6.2f} s")
    print(f"ratio   {medians['Tenor'] / medians['joblib']:6.2f}")


if __name__ == "__main__":
    main()
