"""Time of bulk labelling, against fastText with word pairs on the same articles.

    python experiments/benchmarks/fasttext_labelling.py CORPUS BUNDLE ARTICLES.jsonl [--rounds N]

Needs the package fasttext, whose model of the leaning is trained on CORPUS; BUNDLE is an exported
model of Tenor. Both read JSON Lines with ``title`` and ``text`` and write Parquet. What
fastText gets is prepared as a script does it: lower case, words alone, in place of cleaning. Each
uses one process, and then Tenor all cores; commands alternate, and the fastest round counts.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path

from bulk import fastest


def prepared(title: str, text: str) -> str:
    """Return the words of an article in lower case."""
    return " ".join(re.findall(r"\w+", f"{title} {text}".lower()))


def train(corpus: Path, model: Path) -> None:
    """Train and save fastText's model of the leaning."""
    import fasttext
    import pandas as pd

    articles = pd.read_parquet(corpus / "articles.parquet", columns=["article_id", "title", "text"])
    labels = pd.read_parquet(corpus / "labels.parquet")
    labels = labels[labels["task"] == "stance"]
    labelled = articles.merge(labels[["article_id", "label"]], on="article_id")
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        for row in labelled.itertuples():
            file.write(f"__label__{row.label} {prepared(row.title, row.text)}\n")
        file.flush()
        fasttext.train_supervised(
            file.name, wordNgrams=2, thread=2, lr=0.5, epoch=5, verbose=0
        ).save_model(str(model))


def label(model_path: Path, articles: Path, output: Path) -> None:
    """Label articles with fastText."""
    import fasttext
    import pandas as pd

    model = fasttext.load_model(str(model_path))
    table = pd.read_json(articles, lines=True, dtype=False, convert_dates=False)
    # The package's predict() fails with NumPy 2; the wrapped C++ method does not.
    results = [
        model.f.predict(prepared(title or "", text or "") + "\n", 1, 0.0, "strict")
        for title, text in zip(table["title"], table["text"], strict=True)
    ]
    labels = [result[0][1].removeprefix("__label__") if result else "" for result in results]
    pd.DataFrame({"article_id": table["article_id"], "label": labels}).to_parquet(output)


def main() -> None:
    """Time both and print the ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus", type=Path)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--label", nargs=2, type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.label:
        label(arguments.label[0], arguments.articles, arguments.label[1])
        return
    with tempfile.TemporaryDirectory() as name:
        model, output = Path(name) / "model.bin", str(Path(name) / "labels.parquet")
        train(arguments.corpus, model)
        tenor = [sys.executable, "-m", "tenor", "predict", str(arguments.articles), "--force"]
        tenor += ["--model", str(arguments.bundle), "--output", output]
        commands = {
            "fastText": [sys.executable, *sys.argv, "--label", str(model), output],
            "Tenor, one process": [*tenor, "--jobs", "1"],
            "Tenor, all cores": tenor,
        }
        best = fastest(commands, arguments.rounds)
    for name, seconds in best.items():
        print(f"{name:<20}{seconds:8.2f} s   {best['fastText'] / seconds:5.1f}")


if __name__ == "__main__":
    main()
