"""Explanations as JSON."""

from __future__ import annotations

import json
import math

import pytest

from tenor.articles import Article
from tenor.codebook import THEMES
from tenor.present.json_values import to_json
from tenor.workflow.explain.explain import explain_articles
from tenor.workflow.explain.record import explanation_record

from ...conftest import Project
from ...models.test_model import BOOK, TOLL, model

ARTICLE = Article(article_id="1", title="A toll", text="It is unfair, unfair.", source_path="a.csv")


def test_it_has_texts_scores_and_all_terms_with_their_places() -> None:
    [explained] = explain_articles([ARTICLE], {"toll-model": model(TOLL)})
    record = json.loads(to_json(explanation_record(explained)))
    [own] = record.pop("models")
    assert record == {
        "article_id": "1",
        "source_path": "a.csv",
        "title": "A toll",
        "text": "It is unfair, unfair.",
        "claim": "",
    }
    [explanation] = own.pop("explanations")
    favor, against = own.pop("scores")
    assert own == {
        "model": "toll-model",
        "task": "stance:bridge-toll",
        "codebook": BOOK.fingerprint,
        "labels": ["against"],
        "reason": None,
        "n_terms": 3,
        "n_known_terms": 1,
        "calibration": "softmax",
    }
    assert (favor["raw_score"], against["raw_score"]) == (-4.0, 4.0)
    assert explanation == {
        "label": "against",
        "against": "favor",
        "score": 8.0,
        "intercept": 0.0,
        "terms": [
            {
                "field": "body",
                "term": "unfair",
                "contribution": 8.0,
                "places": [
                    {"part": "text", "start": 6, "stop": 12},
                    {"part": "text", "start": 14, "stop": 20},
                ],
            }
        ],
    }


def test_a_model_that_does_not_apply_has_a_reason_and_no_scores() -> None:
    article = Article(article_id="1", text="A fair day.")
    [explained] = explain_articles([article], {"toll": model(TOLL), "themes": model(THEMES)})
    toll, themes = explanation_record(explained)["models"]
    assert toll["reason"].startswith("the article does not name 'bridge-toll'")
    assert (toll["labels"], toll["scores"], toll["explanations"]) == ([], [], [])
    assert (themes["reason"], themes["calibration"]) == (None, "sigmoid")


def test_the_numbers_reproduce_the_probability(project: Project) -> None:
    """Of a theme from its terms alone; the terms contain the text at their places."""
    themes = project.themes.model
    article = Article(
        article_id="1", title="Ferry toll doubled", text="The ferry is late.\nThe court is not."
    )
    [explained] = explain_articles([article], {"themes": themes}, ["transport", "justice"])
    record = json.loads(to_json(explanation_record(explained)))
    [own] = record["models"]
    scores = {row["label"]: row for row in own["scores"]}
    predicted = themes.predict([article])[0].scores
    assert [explanation["label"] for explanation in own["explanations"]] == ["transport", "justice"]
    for explanation in own["explanations"]:
        total = explanation["intercept"] + sum(t["contribution"] for t in explanation["terms"])
        row = scores[explanation["label"]]
        probability = 1 / (1 + math.exp(-(row["slope"] * total + row["offset"])))
        assert probability == pytest.approx(predicted[explanation["label"]], abs=1e-9, rel=0)
    words = [t for t in own["explanations"][0]["terms"] if t["field"] == "title_body"]
    assert {"ferry", "the ferry"} <= {term["term"] for term in words}
    for term in words:
        shown = [record[p["part"]][p["start"] : p["stop"]].lower() for p in term["places"]]
        if shown != [term["term"]] * len(shown):
            # A term over the border of title and text has two places, and over a line break one.
            assert " ".join(" ".join(shown).split()) == term["term"]
