"""The paragraph for a methods section."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from tenor.workflow.shares.gold import drawn_gold
from tenor.workflow.shares.methods import methods_paragraph

from ...conftest import Project
from .conftest import DrawnSample, draw_sample_of
from .test_gold import predicted_for


def test_it_has_draw_coders_alpha_model_split_correction_and_interval(
    project: Project, drawn_sample: DrawnSample
) -> None:
    corpus = drawn_sample.load()
    crossed = np.arange(276) < 200
    predicted = replace(
        predicted_for(corpus),
        source="the model 'tenor-theme@champion'",
        model=project.themes.model,
        is_training=crossed,
        is_cross_fitted=crossed,
    )
    text = methods_paragraph(
        corpus, predicted, drawn_gold(corpus, predicted), "articles", ("outlet", "month")
    )
    drawn_on = drawn_gold(corpus, predicted).draws[0].drawn_on
    score = project.themes.model.info["metrics"]["macro_f1"]
    for sentence in (
        "Shares of articles with each theme were estimated for the 276 articles of the corpus, ",
        "by outlet and month. Each of several near-duplicates counts as an article.",
        f"On {drawn_on}, 120 stories were drawn at random with known chances from the 266 of the ",
        "corpus (design: random, for shares of articles; seed 0).",
        "120 of 120 drawn stories (100%) were coded.",
        "The codings are by 2 people; Krippendorff's alpha is 0.",
        "on 120 articles coded twice.",
        f"labelled by the model 'tenor-theme@champion' (macro-F1 {score:.3f} on the split 'folds')",
        "for 200 articles that trained it or are near-duplicates of such articles, the ",
        "predictions are those of models trained on other folds.",
        "Shares were corrected by post-stratification of the coded stories by prediction",
        "The 95 % intervals combine Jeffreys limits at the effective sample size",
    ):
        assert sentence in text


def test_it_says_what_is_missing(project: Project, uncoded: Path, tmp_path: Path) -> None:
    corpus = draw_sample_of(project, uncoded, tmp_path, n_coded=90).load()
    predicted = predicted_for(corpus)
    text = methods_paragraph(corpus, predicted, drawn_gold(corpus, predicted), "stories", ())
    assert "90 of 120 drawn stories (75%) were coded. The others were treated as missing" in text
    assert "Near-duplicates count as one story." in text


def test_without_a_draw_it_says_so(project: Project) -> None:
    text = methods_paragraph(project.corpus, predicted_for(project.corpus), 266, "articles", ())
    assert (
        "266 stories were coded by people; the chances with which articles were drawn, if they "
        "were, are not used." in text
    )
    assert "under the assumption of label shift" in text
    assert "hold only under this assumption." in text
