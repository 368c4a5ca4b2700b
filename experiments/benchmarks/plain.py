"""Baseline of `training.py`: the same task with scikit-learn and MLflow alone.

    python experiments/benchmarks/plain.py CORPUS leaning|topic STORE

Reads the tables of a corpus, fits a TF-IDF pipeline and logs the model to a new MLflow store in
the folder STORE. Prints macro-F1 on the validation part.
"""

from __future__ import annotations

import sys
from pathlib import Path

import mlflow
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

COLUMNS = ["article_id", "title", "text", "part"]


def main() -> None:
    corpus, task, store = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    articles = pd.read_parquet(corpus / "articles.parquet", columns=COLUMNS)
    labels = pd.read_parquet(corpus / "labels.parquet")
    labels = labels[labels["task"] == {"leaning": "stance", "topic": "theme"}[task]]
    labelled = articles.merge(labels[["article_id", "label"]], on="article_id")
    labelled["input"] = labelled["title"] + "\n\n" + labelled["text"]
    train = labelled[labelled["part"] == "train"]
    test = labelled[labelled["part"] == "validation"]
    classifier = LinearSVC() if task == "leaning" else OneVsRestClassifier(LinearSVC())
    pipeline = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True), classifier
    )
    mlflow.set_tracking_uri(f"sqlite:///{store}/mlflow.db")
    mlflow.set_experiment("plain")
    with mlflow.start_run():
        pipeline.fit(train["input"], train["label"])
        score = f1_score(test["label"], pipeline.predict(test["input"]), average="macro")
        mlflow.log_metric("macro_f1", score)
        mlflow.sklearn.log_model(
            pipeline,
            name="model",
            pip_requirements=["scikit-learn"],
            serialization_format="cloudpickle",
        )
    print(f"macro_f1 {score:.4f}")


if __name__ == "__main__":
    main()
