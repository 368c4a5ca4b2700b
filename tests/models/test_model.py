"""A model of a task: which articles it applies to."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import numpy as np
import pytest

from tenor.articles import Article
from tenor.codebook import THEMES, Codebook, Task
from tenor.features import Analysis, FittedView, Vocabulary
from tenor.models import UNKNOWN, LinearModel, Model
from tenor.models.calibration import Calibration

from ..conftest import Project

BOOK = Codebook.parse("""version = "1"
[[themes]]
name = "economy"
[[themes]]
name = "sport"
[[targets]]
name = "bridge-toll"
aliases = ["toll", "bridge charge"]
positions = ["favor", "against"]
""")
TOLL = Task.stance("bridge-toll")


def model(task: Task = TOLL, field: str = "body") -> Model:
    view = FittedView(field, Analysis(), Vocabulary.of(("fair", "unfair")), np.ones(2), norm=None)
    linear = LinearModel(
        task.labels(BOOK),
        task.labels_per_article(BOOK),
        (view,),
        np.array([[2, -2], [-2, 2]], dtype=np.float32),
        np.zeros(2),
        Calibration(task.is_stance, np.ones(1 if task.is_stance else 2), np.zeros(2)),
        np.full(2, 0.5),
        n_self_trained=7,
    )
    return Model.of(linear, task, BOOK, {"run": "1"})


@pytest.mark.parametrize(
    ("target", "accepted"),
    [
        ("", True),
        ("bridge-toll", True),
        ("Bridge-Toll", True),
        ("Bridge Charge", True),
        ("TOLL", True),
        ("orle-dam", False),
        ("toll road", False),
    ],
)
def test_a_stance_model_accepts_articles_that_ask_for_its_target(
    target: str, accepted: bool
) -> None:
    """By its name or an alias, in any case, or without a target."""
    article = Article(article_id="1", text="The toll is fair.", target=target)
    assert model().accepts(article) is accepted
    [prediction] = model().predict([article])
    if accepted:
        assert prediction.labels == ("favor",)
    else:
        assert (prediction.labels, prediction.scores) == ((UNKNOWN,), {})


def test_a_theme_model_accepts_every_article() -> None:
    themes = model(THEMES)
    article = Article(article_id="1", text="A fair day.", target="orle-dam")
    assert themes.accepts(article)
    assert themes.predict([article])[0].labels == ("economy",)


def test_a_model_with_claim_features_accepts_articles_with_a_claim() -> None:
    """Towards any claim, so that the target does not matter."""
    claims = model(field="claim")
    assert claims.uses_claims
    assert not model().uses_claims
    claim = Article(article_id="1", text="The toll rose.", claim="It is fair.", target="orle-dam")
    assert claims.accepts(claim)
    [prediction] = claims.predict([Article(article_id="2", text="The toll is fair.")])
    assert prediction.labels == (UNKNOWN,)


def test_a_model_has_every_attribute_of_its_linear_model() -> None:
    toll = model()
    linear = LinearModel(*(getattr(toll, part.name) for part in fields(LinearModel)))
    assert Model.of(linear, TOLL, BOOK, {"run": "1"}) == toll
    assert toll.n_self_trained == 7
    assert (toll.task, toll.codebook, toll.info) == (TOLL, BOOK, {"run": "1"})


def test_a_model_is_registered_under_the_name_of_its_task() -> None:
    assert model().name == "tenor-stance-bridge-toll"
    assert model(THEMES).name == "tenor-theme"


@pytest.mark.parametrize("name", ["task", "info", "labels", "weights", "thresholds"])
def test_a_model_is_frozen(name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(model(), name, None)


def test_no_stance_is_predicted_where_the_target_is_not_mentioned(project: Project) -> None:
    [dam] = [t.model for t in project.stances if t.model.task.target == "orle-dam"]
    about = Article(article_id="a", text="The dam would flood the meadows.")
    other = Article(article_id="b", text="The ferry is late and the adamant crew waits.")
    predicted, empty = dam.predict([about, other])
    assert len(predicted.labels) == 1
    assert sum(predicted.scores.values()) == pytest.approx(1)
    assert (empty.labels, empty.scores) == ((), {})


def test_the_info_of_a_model_names_its_corpus(project: Project) -> None:
    assert project.themes.model.info["corpus"] == project.corpus.fingerprint
    assert project.themes.model.codebook == project.corpus.codebook
