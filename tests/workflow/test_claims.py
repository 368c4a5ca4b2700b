"""Stance towards claims, from pairs of a claim and an article to predictions."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from tenor.articles import Article
from tenor.corpus import Corpus
from tenor.errors import CorpusError
from tenor.models import Model
from tenor.models.spec import Experiment
from tenor.prediction.bulk import predict
from tenor.workflow.loading import load_model
from tenor.workflow.prep import prepare
from tenor.workflow.train.result import TrainingResult
from tenor.workflow.train.train import train

from ..conftest import Project, inside

CODEBOOK = """
version = "1"
[[targets]]
name = "claim"
positions = ["agree", "disagree", "discuss", "unrelated"]
"""
SPEC = """
task = "stance"
name = "claims"
[split]
kind = "folds"
n_folds = 3
[[features]]
field = "title_body"
[[features]]
field = "claim"
"""
COLUMNS = {"article_id": "Body ID", "claim": "Headline", "text": "articleBody"}
PLACES = ("Aske", "Maravel", "Orle", "Hallow", "Kitt", "Brannoch", "Thrale", "Nether")
CLAIMS = {
    "agree": "Flood closes the bridge at {}",
    "disagree": "No flood came near the bridge at {}",
    "discuss": "Was there a flood at {}",
    "unrelated": "Herring prices rise in {}",
}


@dataclass(frozen=True)
class Claims:
    folder: Path
    corpus: Corpus
    result: TrainingResult
    model: Model


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Claims]:
    """Eight articles with four claims each, as a corpus with a trained model."""
    folder = tmp_path_factory.mktemp("claims")
    (folder / "codebook.toml").write_text(CODEBOOK)
    with (folder / "pairs.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Headline", "Body ID", "Stance", "articleBody"])
        for number, place in enumerate(PLACES):
            words = " ".join(f"{place.lower()}{i}" for i in range(20))
            body = f"Water stood over the bridge at {place} on day {number}. {words}"
            for stance, claim in CLAIMS.items():
                rows.writerow([claim.format(place), number, stance, body])
    with inside(folder):
        corpus = prepare(
            "pairs.csv", "codebook.toml", "corpus", columns=COLUMNS, labels=["stance:claim=Stance"]
        )
        [result] = train(Experiment.parse(SPEC), corpus, promote=True)
        yield Claims(folder, corpus, result, load_model("tenor-stance-claim@champion"))


def test_an_article_with_several_claims_has_a_row_for_each(claims: Claims) -> None:
    """Each row has an id, its claim and its label; none is rejected as a duplicate."""
    table = claims.corpus.articles
    assert list(table["article_id"][:5]) == ["0", "0#2", "0#3", "0#4", "1"]
    assert table["claim"][1] == "No flood came near the bridge at Aske"
    assert set(table["title"]) == {""}
    assert claims.corpus.info["rejected"] == {}
    labels = claims.corpus.labels
    assert list(labels["label"][:4]) == ["agree", "disagree", "discuss", "unrelated"]
    assert set(labels["target"]) == {"claim"}


def test_all_claims_of_an_article_are_one_duplicate_group(claims: Claims) -> None:
    """They share its text, so they must not cross a split."""
    table = claims.corpus.articles
    bodies = table["article_id"].str.split("#").str[0]
    assert (table.groupby(bodies)["duplicate_group"].nunique() == 1).all()
    assert claims.corpus.info["articles_in_duplicate_groups"] == 32
    predictions = claims.result.predictions
    assert sorted(predictions.article_ids) == sorted(table["article_id"])


def test_the_target_blind_baseline_does_not_use_the_claim(claims: Claims) -> None:
    """The labels depend on the wording of the claims alone here."""
    rows = {row.name: row.scores.metrics for row in claims.result.rows}
    assert list(rows) == ["model", "majority", "target-blind"]
    assert rows["model"]["fnc_score"] == 1.0
    assert rows["target-blind"]["accuracy"] == 0.25


def test_a_new_claim_is_labelled_and_a_missing_one_is_unknown(claims: Claims) -> None:
    text = "Water stood over the bridge at Sele."
    with_claim = Article(article_id="x", text=text, claim="Herring prices rise in Sele")
    without = Article(article_id="y", text=text)
    [labelled, unknown] = claims.model.predict([with_claim, without])
    assert labelled.labels == ("unrelated",)
    assert (unknown.labels, unknown.scores) == (("unknown",), {})


def test_each_pair_gets_its_own_row_of_predictions(claims: Claims, tmp_path: Path) -> None:
    """The rows are in input order, with the ids that ``tenor prep`` would assign."""
    path = tmp_path / "new.jsonl"
    rows = [
        {"Body ID": "9", "articleBody": "Water rose.", "Headline": "Was there a flood at Sele"},
        {"Body ID": "9", "articleBody": "Water rose.", "Headline": "Herring prices rise in Sele"},
        {"Body ID": "10", "articleBody": "Water fell.", "Headline": ""},
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    output = tmp_path / "labels.jsonl"
    summary = predict(path, {"claims": claims.model}, str(output), columns=COLUMNS)
    assert (summary.n_articles, summary.n_rejected) == (3, 0)
    labelled = [json.loads(line) for line in output.read_text().splitlines()]
    assert [(row["article_id"], row["stances"]) for row in labelled] == [
        ("9", {"claim": "discuss"}),
        ("9#2", {"claim": "unrelated"}),
        ("10", {"claim": "unknown"}),
    ]
    assert labelled[0]["stance_scores"]["claim"].keys() == set(CLAIMS)
    assert labelled[2]["stance_scores"] == {"claim": {}}


def test_the_mlflow_model_uses_claims(claims: Claims) -> None:
    import mlflow

    model = mlflow.pyfunc.load_model("models:/tenor-stance-claim@champion")
    rows = {"title": ["", ""], "text": ["Water.", "Water."], "claim": ["Herring prices rise", ""]}
    assert list(model.predict(pd.DataFrame(rows))["labels"]) == ["unrelated", "unknown"]


def test_a_corpus_without_claims_cannot_train_a_claim_model(claims: Claims, tmp_path: Path) -> None:
    columns = {name: column for name, column in COLUMNS.items() if name != "claim"}
    corpus = prepare(
        claims.folder / "pairs.csv",
        claims.folder / "codebook.toml",
        tmp_path / "corpus",
        columns=columns,
        labels=["stance:claim=Stance"],
    )
    with pytest.raises(CorpusError, match=r"none of the 8 labelled articles has one; name their"):
        train(Experiment.parse(SPEC), corpus, log=False)


def stances(project: Project, target: str) -> dict[str, str]:
    """Return the predictions of the sample's stance models for a row that names a target."""
    from tenor.prediction.rows import label_rows

    models = {result.model.name: result.model for result in project.stances}
    text = "The toll on the bridge is a fair price, and the dam on the Orle is not."
    article = Article(article_id="1", text=text, target=target)
    [(row, _)] = label_rows([article], models)
    assert row["stances"].keys() == row["stance_scores"].keys()
    return row["stances"]


def test_the_stance_towards_a_target_without_a_model_is_unknown(project: Project) -> None:
    assert stances(project, "weather") == {"weather": "unknown"}
    assert set(stances(project, "")) == {"bridge-toll", "orle-dam"}


@pytest.mark.parametrize("name", ["bridge-toll", "Bridge-Toll", "toll"])
def test_a_row_that_names_a_target_gets_only_the_stance_towards_it(
    project: Project, name: str
) -> None:
    """The row may give its name or an alias, in any case."""
    assert set(stances(project, name)) == {"bridge-toll"}
    assert stances(project, name)["bridge-toll"] in ("favor", "against", "neutral")
