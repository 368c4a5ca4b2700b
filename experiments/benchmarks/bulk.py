"""Time of bulk labelling, against scikit-learn's pipeline of the same model.

    python experiments/benchmarks/bulk.py BUNDLE ARTICLES.jsonl [--jobs N] [--peer-jobs N]
        [--rounds N]

BUNDLE is an exported model, ARTICLES a JSON Lines file with the keys ``article_id``, ``title`` and
``text``. Tenor reads, cleans, labels and writes Parquet. The peer is what a script does: pandas
reads the file, scikit-learn's TfidfVectorizer of each view and the same weights, loaded with
joblib, give the scores in batches, and pandas writes the labels; texts are not cleaned. With more
than one job, joblib gives each process its share of the articles; ``--peer-jobs 1`` is a script
without joblib, beside Tenor on ``--jobs`` processes. Commands alternate, and the
fastest round of each counts. The share of articles with the same labels is of uncleaned texts.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

BATCH = 512


def export_pipeline(bundle: Path, output: Path) -> None:
    """Write the model of a bundle as scikit-learn's vectorizers and arrays."""
    import joblib
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    from tenor import load_model

    model = load_model(bundle)
    views = []
    for view in model.views:
        analysis = view.analysis
        vectorizer = TfidfVectorizer(
            analyzer=analysis.analyzer,
            ngram_range=analysis.ngram_range,
            lowercase=analysis.lowercase,
            strip_accents=analysis.strip_accents,
            stop_words=sorted(analysis.stop_words) or None,
            vocabulary={term: column for column, term in enumerate(view.vocabulary)},
            sublinear_tf=view.sublinear_tf,
            binary=view.binary,
            norm=view.norm,
        )
        vectorizer.idf_ = np.asarray(view.idf)
        views.append((view.text_key, vectorizer, view.weight))
    weights = np.asarray(model.weights[:], dtype=np.float32)
    arrays = (weights, np.asarray(model.intercept), model.calibration)
    rest = (model.labels, np.asarray(model.thresholds), model.labels_per_article)
    joblib.dump((views, *arrays, *rest), output)


def label_with_sklearn(pipeline: Path, articles: Path, output: Path, n_jobs: int) -> None:
    """Label a file with the exported pipeline."""
    import joblib
    import numpy as np
    import pandas as pd

    table = pd.read_json(articles, lines=True, dtype=False, convert_dates=False)
    rows = list(table[["article_id", "title", "text"]].itertuples(index=False, name=None))
    if n_jobs == 1:
        parts = [_labels(pipeline, rows)]
    else:
        bounds = np.linspace(0, len(rows), n_jobs + 1).astype(int).tolist()
        chunks = [rows[i:j] for i, j in pairwise(bounds)]
        parts = joblib.Parallel(n_jobs)(joblib.delayed(_labels)(pipeline, c) for c in chunks)
    labels = [item for part in parts for item in part]
    pd.DataFrame({"article_id": table["article_id"], "labels": labels}).to_parquet(output)


def _labels(pipeline: Path, rows: list[Any]) -> list[list[str]]:
    import joblib
    import numpy as np
    from scipy.sparse import hstack

    from tenor import Article
    from tenor.features.fields import field_text
    from tenor.models.linear_model import assign_labels

    views, weights, intercept, calibration, names, thresholds, per_article = joblib.load(pipeline)
    labels: list[list[str]] = []
    for start in range(0, len(rows), BATCH):
        articles = [
            Article(article_id=str(i), title=title or "", text=text or "")
            for i, title, text in rows[start : start + BATCH]
        ]
        matrix = hstack(
            [
                vectorizer.transform([field_text(key, article) for article in articles]) * weight
                for key, vectorizer, weight in views
            ],
            format="csr",
        )
        scores = matrix @ weights + intercept
        y_pred = assign_labels(scores, calibration.probabilities(scores), thresholds, per_article)
        labels += [[names[k] for k in np.flatnonzero(row)] for row in y_pred]
    return labels


def same_labels(ours: Path, theirs: Path) -> float:
    """Return the share of articles with the same labels."""
    import pandas as pd

    first, second = pd.read_parquet(ours), pd.read_parquet(theirs)
    given = [
        set(themes) if themes is not None else {label for _, label in stances}
        for themes, stances in zip(first["themes"], first["stances"], strict=True)
    ]
    return sum(a == set(b) for a, b in zip(given, second["labels"], strict=True)) / len(given)


def fastest(commands: dict[str, list[str]], rounds: int) -> dict[str, float]:
    """Run commands in turn, and return the seconds of the fastest round of each."""
    best = dict.fromkeys(commands, float("inf"))
    for _ in range(rounds):
        for label, command in commands.items():
            started = time.perf_counter()
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
            best[label] = min(best[label], time.perf_counter() - started)
    return best


def main() -> None:
    """Time both and print the ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("bundle", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--peer-jobs", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer", nargs=2, type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        pipeline, output = arguments.peer
        label_with_sklearn(pipeline, arguments.articles, output, arguments.jobs)
        return
    peer_jobs = arguments.peer_jobs or arguments.jobs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pipeline, ours, theirs = folder / "pipeline", folder / "a.parquet", folder / "b.parquet"
        export_pipeline(arguments.bundle, pipeline)
        files = [str(arguments.bundle), str(arguments.articles)]
        commands = {
            "Tenor": [
                *(sys.executable, "-m", "tenor", "predict", files[1], "--model", files[0]),
                *("--output", str(ours), "--force", "--jobs", str(arguments.jobs)),
            ],
            "scikit-learn": [
                *(sys.executable, __file__, *files, "--peer", str(pipeline), str(theirs)),
                *("--jobs", str(peer_jobs)),
            ],
        }
        best = fastest(commands, arguments.rounds)
        size = arguments.articles.stat().st_size / 1e6
        for label, seconds in best.items():
            print(f"{label:<14}{seconds:8.2f} s {size / seconds:8.1f} MB/s")
        print(
            f"{best['scikit-learn'] / best['Tenor']:.1f} times as fast, "
            f"processes: {arguments.jobs} and {peer_jobs}"
        )
        print(f"same labels: {same_labels(ours, theirs):.4f}")


if __name__ == "__main__":
    main()
