"""What tests of models share: the training set of a stance, and models without calibration."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tenor.codebook import Task
from tenor.models import LinearModel, save_bundle
from tenor.models.calibration import Calibration
from tenor.models.estimator import fit, linear_parts, make_pipeline
from tenor.models.field_texts import FieldTexts
from tenor.models.pool import UnlabelledPool
from tenor.models.spec import Experiment
from tenor.models.training_set import TrainingSet

from ..conftest import Project

DAM = Task.stance("orle-dam")


@pytest.fixture(scope="session")
def training(project: Project) -> TrainingSet:
    """The articles of the sample with a stance towards the dam."""
    corpus = project.corpus
    labels = corpus.resolved_labels(DAM)
    texts = FieldTexts(corpus.articles.iloc[labels.rows], DAM.target_names(corpus.codebook))
    return TrainingSet.of_task(DAM, corpus.codebook, texts, labels, UnlabelledPool())


@pytest.fixture(scope="session")
def themes_bundle(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of the sample's themes, with a short model card. Tests must not change it."""
    path = tmp_path_factory.mktemp("bundles") / "themes"
    save_bundle(project.themes.model, path, project.corpus.codebook_text, "# tenor-theme\n")
    return path


def fit_uncalibrated(spec: Experiment, training: TrainingSet) -> LinearModel:
    """Fit a classifier alone: probabilities are the sigmoid or softmax of raw scores."""
    matrix, n_labels = training.labels.matrix, training.labels.matrix.shape[1]
    single_label = training.single_label
    y = matrix.argmax(axis=1) if single_label else matrix
    pipeline = fit(make_pipeline(spec, single_label=single_label), training.texts, y)
    parts = linear_parts(pipeline, spec, n_labels, training.texts.target_names)
    slope = np.ones(1 if single_label else n_labels)
    return LinearModel(
        training.labels.labels,
        training.labels_per_article,
        parts.views,
        parts.weights.astype(np.float32),
        parts.intercept,
        Calibration(single_label, slope, np.zeros(n_labels)),
        np.full(n_labels, 0.5),
    )
