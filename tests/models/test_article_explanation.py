"""What a model predicts for an article, and why."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tenor.articles import Article
from tenor.codebook import THEMES
from tenor.models import UNKNOWN

from .test_model import TOLL, model

FAIR = Article(article_id="1", text="The toll is fair, fair.")


def test_a_label_has_its_raw_score_calibration_threshold_and_decision() -> None:
    [explained] = model(THEMES).explain([FAIR])
    economy, sport = explained.calibrated_scores()
    assert economy._asdict() == {
        "label": "economy",
        "raw_score": 4.0,
        "slope": 1.0,
        "offset": 0.0,
        "probability": pytest.approx(0.98201379),
        "threshold": 0.5,
        "is_predicted": True,
    }
    assert (sport.label, sport.raw_score, sport.is_predicted) == ("sport", -4.0, False)


def test_the_labels_of_one_label_an_article_share_a_slope() -> None:
    toll = model()
    calibration = replace(toll.calibration, slope=np.array([0.25]))
    [explained] = replace(toll, calibration=calibration).explain([FAIR])
    favor, against = explained.calibrated_scores()
    assert (favor.slope, against.slope) == (0.25, 0.25)
    assert favor.probability == pytest.approx(np.exp(1) / (np.exp(1) + np.exp(-1)))


@pytest.mark.parametrize(
    ("thresholds", "ranking"),
    [([0.0, 0.0], ["favor", "against"]), ([0.99, 0.0001], ["against", "favor"])],
)
def test_the_first_of_the_ranking_is_predicted(thresholds: list[float], ranking: list[str]) -> None:
    """By the scores, or if there are thresholds, by the ratio of probability to threshold."""
    own = replace(model(), thresholds=np.array(thresholds))
    [explained] = own.explain([FAIR])
    assert explained.ranking() == ranking
    assert own.predict([FAIR])[0].labels == (ranking[0],)


def test_themes_are_ranked_by_their_probability() -> None:
    own = replace(model(THEMES), thresholds=np.array([0.99, 0.001]))
    assert own.explain([FAIR])[0].ranking() == ["economy", "sport"]


def test_every_article_has_a_result_in_their_order() -> None:
    other = replace(FAIR, article_id="2", text="The toll is unfair.")
    results = model().explain(iter([FAIR, other]))
    assert [own.article.article_id for own in results] == ["1", "2"]
    assert [own.prediction.labels for own in results] == [("favor",), ("against",)]
    assert [set(own.labels) for own in results] == [{"favor", "against"}] * 2
    assert results[0].of("favor", "against").score == 8.0
    assert model().explain([]) == []


@pytest.mark.parametrize(
    ("field", "article", "labels", "reason"),
    [
        ("body", replace(FAIR, target="bridge-toll"), ("favor",), ""),
        (
            "body",
            replace(FAIR, text="A fair day."),
            (),
            "the article does not name 'bridge-toll' (toll, bridge charge)",
        ),
        (
            "body",
            replace(FAIR, target="orle-dam"),
            (UNKNOWN,),
            (
                "the article asks for the stance towards 'orle-dam', and the model predicts that "
                "towards 'bridge-toll'"
            ),
        ),
        (
            "claim",
            FAIR,
            (UNKNOWN,),
            "the article comes with no claim, and the model predicts stances towards one",
        ),
    ],
)
def test_the_reason_says_why_a_model_does_not_apply(
    field: str, article: Article, labels: tuple[str, ...], reason: str
) -> None:
    [explained] = model(TOLL, field).explain([article])
    assert (explained.prediction.labels, explained.reason) == (labels, reason)
    assert bool(explained.prediction.scores) is not bool(reason)
