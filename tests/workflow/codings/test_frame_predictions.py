"""A model's predictions for the groups of a corpus, and how uncertain they are."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tenor.errors import InputError
from tenor.workflow.codings.frame_predictions import entropy, label_of, uncertainties
from tenor.workflow.loading import load_model

from ...conftest import Project


@pytest.mark.usefixtures("in_the_project")
def test_the_uncertainty_is_of_all_labels_or_of_one(project: Project) -> None:
    """That of one label is the entropy of its probability; 0 where the model does not apply."""
    rows = np.arange(40)
    model = load_model("tenor-theme@champion")
    articles = project.corpus.articles_at(rows)
    scores = [prediction.scores for prediction in model.predict(articles)]
    of_all = uncertainties(model, project.corpus, rows)
    of_one = uncertainties(model, project.corpus, rows, "transport")
    p = np.array([score["transport"] for score in scores]).clip(1e-12, 1 - 1e-12)
    np.testing.assert_allclose(of_one, -(p * np.log2(p) + (1 - p) * np.log2(1 - p)), atol=1e-9)
    assert of_all[7] == pytest.approx(entropy(list(scores[7].values()), single_label=False))
    stance = load_model("tenor-stance-bridge-toll@champion")
    favor = uncertainties(stance, project.corpus, rows, "bridge-toll=favor")
    applies = [bool(prediction.labels) for prediction in stance.predict(articles)]
    assert ((favor > 0) == applies).all()
    assert 0 < sum(applies) < 40


@pytest.mark.usefixtures("in_the_project")
def test_the_labels_of_a_share_are_themes_and_positions() -> None:
    stance = load_model("tenor-stance-bridge-toll@champion")
    assert label_of(stance, "bridge-toll=favor") == "favor"
    assert label_of(load_model("tenor-theme@champion"), "transport") == "transport"
    with pytest.raises(InputError, match="'favor' is not a label of the model of stance towards"):
        label_of(stance, "favor")


def test_entropy_is_in_bits() -> None:
    """For independent labels it is a mean over labels; without a prediction it is 0."""
    assert entropy([0.25] * 4, single_label=True) == pytest.approx(2)
    assert entropy([0.5, 1.0], single_label=False) == pytest.approx(0.5, abs=1e-9)
    assert entropy([1.0, 0.0], single_label=True) == pytest.approx(0, abs=1e-9)
    assert entropy([], single_label=False) == 0
    p = 0.2
    assert entropy([p], single_label=False) == pytest.approx(
        -(p * math.log2(p) + (1 - p) * math.log2(1 - p))
    )
