"""Stance towards claims: from pairs of claim and article to labels."""

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
from tenor.models import Experiment, Model
from tenor.prediction import predict
from tenor.workflow.loading import load_model
from tenor.workflow.prep import prepare
from tenor.workflow.training import Trained, train

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
    trained: Trained
    model: Model


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Claims]:
    """Eight articles of four claims each, prepared and trained as any corpus is."""
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
        [trained] = train(Experiment.parse(SPEC), corpus, promote=True)
        yield Claims(folder, corpus, trained, load_model("tenor-stance-claim@champion"))


def test_several_claims_on_an_article_are_several_rows(claims: Claims) -> None:
    """Each with an id, its claim and its label; none is set aside as a duplicate."""
    table = claims.corpus.articles
    assert list(table["article_id"][:5]) == ["0", "0#2", "0#3", "0#4", "1"]
    assert table["claim"][1] == "No flood came near the bridge at Aske"
    assert set(table["title"]) == {""}
    assert claims.corpus.info["rejected"] == {}
    labels = claims.corpus.labels
    assert list(labels["label"][:4]) == ["agree", "disagree", "discuss", "unrelated"]
    assert set(labels["target"]) == {"claim"}


def test_the_claims_of_an_article_are_one_group_and_never_cross_a_split(claims: Claims) -> None:
    """They share its text: a model that trained on one of them has seen it."""
    table = claims.corpus.articles
    bodies = table["article_id"].str.split("#").str[0]
    assert (table.groupby(bodies)["duplicate_group"].nunique() == 1).all()
    assert claims.corpus.info["articles_in_duplicate_groups"] == 32
    scored = claims.trained.predicted
    assert sorted(scored.article_ids) == sorted(table["article_id"])


def test_a_claim_is_read_beside_its_article(claims: Claims) -> None:
    """Here the wording of the claims tells all, so that a text alone tells nothing."""
    rows = {row.name: row.scores.metrics for row in claims.trained.rows}
    assert list(rows) == ["model", "majority", "target never read"]
    assert rows["model"]["fnc_score"] == 1.0
    assert rows["target never read"]["accuracy"] == 0.25


def test_a_claim_never_seen_is_labelled_and_none_is_unknown(claims: Claims) -> None:
    """The targets of such a model are open; without a claim there is nothing to judge."""
    text = "Water stood over the bridge at Sele."
    with_claim = Article(article_id="x", text=text, claim="Herring prices rise in Sele")
    without = Article(article_id="y", text=text)
    [labelled, unknown] = claims.model.predict([with_claim, without])
    assert labelled.labels == ("unrelated",)
    assert (unknown.labels, unknown.scores) == (("unknown",), {})


def test_each_pair_gets_its_row_when_labelling(claims: Claims, tmp_path: Path) -> None:
    """In their order, with the ids that preparation gives."""
    path = tmp_path / "new.jsonl"
    rows = [
        {"Body ID": "9", "articleBody": "Water rose.", "Headline": "Was there a flood at Sele"},
        {"Body ID": "9", "articleBody": "Water rose.", "Headline": "Herring prices rise in Sele"},
        {"Body ID": "10", "articleBody": "Water fell.", "Headline": ""},
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    output = tmp_path / "labels.jsonl"
    done = predict(path, {"claims": claims.model}, str(output), columns=COLUMNS)
    assert (done.n_articles, done.n_rejected) == (3, 0)
    labelled = [json.loads(line) for line in output.read_text().splitlines()]
    assert [(row["article_id"], row["stances"]) for row in labelled] == [
        ("9", {"claim": "discuss"}),
        ("9#2", {"claim": "unrelated"}),
        ("10", {"claim": "unknown"}),
    ]
    assert labelled[0]["stance_scores"]["claim"].keys() == set(CLAIMS)
    assert labelled[2]["stance_scores"] == {"claim": {}}


def test_mlflow_gives_the_model_its_claims_too(claims: Claims) -> None:
    import mlflow

    model = mlflow.pyfunc.load_model("models:/tenor-stance-claim@champion")
    rows = {"title": ["", ""], "text": ["Water.", "Water."], "claim": ["Herring prices rise", ""]}
    assert list(model.predict(pd.DataFrame(rows))["labels"]) == ["unrelated", "unknown"]


def test_a_corpus_without_claims_cannot_train_to_read_them(claims: Claims, tmp_path: Path) -> None:
    """It says which column is missing."""
    columns = {name: column for name, column in COLUMNS.items() if name != "claim"}
    corpus = prepare(
        claims.folder / "pairs.csv", claims.folder / "codebook.toml", tmp_path / "corpus",
        columns=columns, labels=["stance:claim=Stance"],
    )  # fmt: skip
    with pytest.raises(CorpusError, match=r"none of the 8 labelled articles has one; name their"):
        train(Experiment.parse(SPEC), corpus, log=False)


def stances(project: Project, target: str) -> dict[str, str]:
    """Return what the sample's stance models say of a row that asks for one target."""
    from tenor.prediction import label_rows

    models = {trained.model.name: trained.model for trained in project.stances}
    text = "The toll on the bridge is a fair price, and the dam on the Orle is not."
    article = Article(article_id="1", text=text, target=target)
    [(row, _)] = label_rows([article], models)
    assert row["stances"].keys() == row["stance_scores"].keys()
    return row["stances"]


def test_a_target_that_no_model_knows_is_unknown_and_no_guess(project: Project) -> None:
    assert stances(project, "weather") == {"weather": "unknown"}
    assert set(stances(project, "")) == {"bridge-toll", "orle-dam"}


@pytest.mark.parametrize("name", ["bridge-toll", "Bridge-Toll", "toll"])
def test_a_row_that_asks_for_a_target_is_told_of_it_alone(project: Project, name: str) -> None:
    """By its name or an alias, in any case."""
    assert set(stances(project, name)) == {"bridge-toll"}
    assert stances(project, name)["bridge-toll"] in ("favor", "against", "neutral")
