"""Fitting on held-out folds of the training part."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tenor.labeling import answers
from tenor.models import Experiment
from tenor.models.fitting import TrainingData, held_out_scores
from tenor.models.texts import FieldTexts

from ..conftest import Project

SPEC = Experiment.parse('task = "stance"\ntarget = "orle-dam"\n')


@pytest.fixture
def data(project: Project) -> TrainingData:
    """The articles of the sample with a stance to the dam."""
    corpus = project.corpus
    ids = pd.Index(corpus.articles["article_id"])
    found = answers(corpus.labels, ids, corpus.codebook, "stance", "orle-dam")
    texts = FieldTexts(corpus.articles.iloc[found.rows])
    return TrainingData(texts, found, corpus.codebook, "stance", "orle-dam")


def test_every_article_is_held_out_once(data: TrainingData) -> None:
    held_out, scores = held_out_scores(SPEC, data, 3)
    assert held_out.tolist() == list(range(len(data.answers)))
    assert np.isfinite(scores).all()


def test_no_fold_is_fitted_once_enough_articles_were_held_out(data: TrainingData) -> None:
    """The folds that are fitted give what they give among all."""
    third = len(data.answers) // 3
    _, all_scores = held_out_scores(SPEC, data, 3)
    some, some_scores = held_out_scores(SPEC, data, 3, enough=third // 2)
    assert third - 2 <= len(some) <= third + 2
    assert np.diff(some).min() > 0
    assert some_scores.tolist() == all_scores[some].tolist()
    assert len(held_out_scores(SPEC, data, 3, enough=2 * third)[0]) > third + 2
    assert len(held_out_scores(SPEC, data, 3, enough=10**6)[0]) == len(data.answers)
