"""Which labels of an article are explained by which models, and in what words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tenor.articles import Article
from tenor.codebook import THEMES
from tenor.errors import InputError
from tenor.models import Model
from tenor.workflow.explain.explain import ModelExplanation, check_labels, explain_articles

from ...models.test_model import TOLL, model

ARTICLE = Article(article_id="1", text="The toll is fair.")
MODELS = {"themes": model(THEMES), "toll": model(TOLL)}


def explained_labels(
    models: dict[str, Model], *labels: str, against: str = "", article: Article = ARTICLE
) -> dict[str, list[tuple[str, str]]]:
    """Return the labels that each model explains, each with that it is compared with."""
    [explained] = explain_articles([article], models, labels, against)
    return {
        own.reference: [(label.label, label.against) for label in own.labels]
        for own in explained.models
    }


def only(models: dict[str, Model], article: Article = ARTICLE) -> ModelExplanation:
    [explained] = explain_articles([article], models)
    [own] = explained.models
    return own


def test_predicted_labels_are_explained_a_position_against_the_runner_up() -> None:
    assert explained_labels(MODELS) == {
        "themes": [("economy", "")],
        "toll": [("favor", "against")],
    }


def test_the_most_probable_label_is_explained_if_none_is_predicted() -> None:
    themes = replace(MODELS["themes"], thresholds=np.ones(2))
    unfair = replace(ARTICLE, text="It is unfair.")
    assert explained_labels({"themes": themes}, article=unfair) == {"themes": [("sport", "")]}
    assert only({"themes": themes}).verdict == "none"


def test_a_label_that_is_asked_for_is_explained_by_the_models_that_have_it() -> None:
    """A position that is not predicted is compared with the predicted one."""
    assert explained_labels(MODELS, "sport", "economy", "sport") == {
        "themes": [("sport", ""), ("economy", "")]
    }
    assert explained_labels(MODELS, "against") == {"toll": [("against", "favor")]}
    assert explained_labels(MODELS, "against", "sport") == {
        "themes": [("sport", "")],
        "toll": [("against", "favor")],
    }


def test_labels_are_compared_with_one_that_is_named() -> None:
    assert explained_labels(MODELS, against="sport") == {"themes": [("economy", "sport")]}
    assert explained_labels(MODELS, "sport", against="economy") == {
        "themes": [("sport", "economy")]
    }
    assert explained_labels(MODELS, against="favor") == {"toll": [("against", "favor")]}


def test_a_model_that_does_not_apply_has_a_reason_and_no_label() -> None:
    own = only({"toll": MODELS["toll"]}, replace(ARTICLE, text="A fair day."))
    assert own.labels == ()
    assert own.note == ""
    assert own.verdict == (
        "none, because the article does not name 'bridge-toll' (toll, bridge charge)"
    )
    other = only({"toll": MODELS["toll"]}, replace(ARTICLE, target="orle-dam"))
    assert other.verdict.startswith("unknown, because the article asks for the stance towards")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Nothing of it.", "the model knows none of the 3 terms of the article"),
        ("?", "the article has no term in the fields of the model"),
    ],
)
def test_an_article_without_known_terms_has_a_note(text: str, note: str) -> None:
    own = only({"themes": MODELS["themes"]}, replace(ARTICLE, text=text))
    assert own.note == f"{note}: its scores are intercepts"
    assert [explanation.terms for explanation in own.labels] == [(), ()][: len(own.labels)]
    assert only({"themes": MODELS["themes"]}).note == ""


@pytest.mark.parametrize(
    ("models", "labels", "against", "message"),
    [
        (
            {"themes": model(THEMES)},
            ["econmy"],
            "",
            (
                "'econmy' is not a label of model 'themes', which has economy, sport; did you mean "
                "'economy'?"
            ),
        ),
        (
            MODELS,
            [],
            "neutral",
            (
                "'neutral' is not a label of any of the 2 models, which have economy, sport, "
                "favor, against"
            ),
        ),
        (
            MODELS,
            ["sport", "favor"],
            "against",
            (
                "no model has both the label 'sport' and 'against', so their scores cannot be "
                "compared: name two labels of one model"
            ),
        ),
        (
            MODELS,
            ["sport"],
            "sport",
            "label 'sport' cannot be explained against itself: name another one",
        ),
        (
            {"themes": replace(model(THEMES), labels=("economy",))},
            ["sport"],
            "",
            (
                "model 'themes' never predicts 'sport', although its codebook has it: no article "
                "that it was trained on has this label"
            ),
        ),
    ],
    ids=["unknown", "unknown to all", "of two models", "itself", "untrained"],
)
def test_a_wrong_label_is_one_sentence(
    models: dict[str, Model], labels: list[str], against: str, message: str
) -> None:
    with pytest.raises(InputError) as raised:
        check_labels(models, labels, against)
    assert str(raised.value) == message


def test_a_decision_names_what_the_threshold_does_not_decide() -> None:
    themes = MODELS["themes"]
    best = replace(themes, thresholds=np.array([0.999, 0.999]), labels_per_article="one or more")
    expected = {
        "themes": ["predicted", "below threshold"],
        "best": ["predicted, as the best of one or more", "below threshold"],
        "toll": ["predicted", ""],
    }
    for name, own in {**MODELS, "best": best}.items():
        explained = only({name: own})
        decisions = [explained.decision(row) for row in explained.shown_scores]
        assert decisions == expected[name]


def test_a_threshold_is_shown_where_it_decides() -> None:
    toll = only({"toll": MODELS["toll"]})
    assert [toll.threshold(row) for row in toll.shown_scores] == [0.5, 0.5]
    toll = only({"toll": replace(MODELS["toll"], thresholds=np.zeros(2))})
    assert [toll.threshold(row) for row in toll.shown_scores] == [None, None]


def test_the_scores_of_the_best_labels_and_of_the_explained_ones_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tenor.workflow.explain.explain.MAX_LABELS", 1)
    assert [row.label for row in only({"themes": MODELS["themes"]}).shown_scores] == ["economy"]
    [explained] = explain_articles([ARTICLE], MODELS, ["sport"])
    assert [row.label for row in explained.models[0].shown_scores] == ["economy", "sport"]


def test_the_calibration_is_a_formula_with_its_numbers() -> None:
    themes, toll = (only({name: own}) for name, own in MODELS.items())
    offset = replace(MODELS["themes"].calibration, offset=np.array([-1.5, 0.0]))
    negative = only({"themes": replace(MODELS["themes"], calibration=offset)})
    assert negative.calibration_sentence("economy").endswith("(1.000 × raw score - 1.500)))")
    assert themes.calibration_sentence("economy") == (
        "probability of economy: 0.881 = 1 / (1 + exp(-(1.000 × raw score + 0.000)))"
    )
    assert toll.calibration_sentence("favor") == (
        "probability of favor: 0.982, the softmax over all labels of 1.000 × raw score"
    )
