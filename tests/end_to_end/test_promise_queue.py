"""From a promise to a queue of articles to review, their codings, and a shorter queue."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from tenor.articles import Article
from tenor.corpus import articles_of
from tenor.models import Model, load_bundle, save_bundle
from tenor.models.spec import Experiment
from tenor.prediction.bulk import PredictionSummary, predict
from tenor.prediction.review import ReviewSheet
from tenor.workflow.codings.exchange import import_codings
from tenor.workflow.prep import prepare
from tenor.workflow.train.train import train

from ..conftest import Project

PRECISION = 0.7
"""A precision that the few codings of the sample suffice for."""


def write_articles(articles: list[Article], path: Path) -> Path:
    lines = [
        json.dumps(
            {
                "article_id": article.article_id,
                "title": article.title,
                "text": article.text,
                "outlet": article.outlet,
                "published": str(article.published or ""),
            }
        )
        for article in articles
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def write_csv(rows: list[dict[str, str]], path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_codings_of_the_queue_make_the_next_queue_shorter(project: Project, tmp_path: Path) -> None:
    """Half of the sample is coded; the rest is labelled, reviewed in part, and labelled again."""
    codings = read_csv(project.folder / "data/codings.csv")
    articles = list(articles_of(project.corpus.articles))
    coded = write_articles(articles[::2], tmp_path / "coded.jsonl")
    new = write_articles(articles[1::2], tmp_path / "new.jsonl")
    ids = {article.article_id for article in articles[::2]}
    own = write_csv([row for row in codings if row["article_id"] in ids], tmp_path / "codings.csv")
    corpus = tmp_path / "corpus"
    codebook = project.folder / "codebook.toml"
    prepare(coded, codebook, corpus, codings=[own])
    spec = Experiment.load(project.folder / "experiments/themes.toml").with_promise(PRECISION)

    def labelled_by_new_model(name: str, review: ReviewSheet | None) -> PredictionSummary:
        [result] = train(spec, corpus, log=False)
        assert result.promise_sentences
        model = saved(result.model, tmp_path / name)
        output = tmp_path / f"{name}.csv"
        return predict([new], {"themes": model}, str(output), review=review)

    def saved(model: Model, folder: Path) -> Model:
        save_bundle(model, folder, codebook.read_text(encoding="utf-8"))
        loaded = load_bundle(folder)
        assert loaded.promise == model.promise
        return loaded

    sheet = ReviewSheet(tmp_path / "review.csv", 30, "eva")
    before = labelled_by_new_model("before", sheet)
    assert before.n_on_sheet == 30 < before.n_to_review

    rows = read_csv(sheet.path)
    by_article: dict[str, dict[str, set[str]]] = {}
    for row in codings:
        if row["task"] == "theme":
            of_coder = by_article.setdefault(row["article_id"], {})
            of_coder.setdefault(row["coder"], set()).add(row["label"])
    for row in rows:
        first_coder = next(iter(by_article[row["article_id"]].values()))
        row |= {f"theme: {label}": "1" for label in first_coder}
    write_csv(rows, sheet.path)
    prepare([coded, sheet.path], codebook, corpus, force=True)
    imported = import_codings([sheet.path], corpus)
    assert not imported.checked.rejected_codings
    assert len({judgment.article_id for judgment in imported.checked.judgments}) == len(rows)

    after = labelled_by_new_model("after", None)
    assert after.n_to_review < before.n_to_review
    assert after.n_auto > before.n_auto
