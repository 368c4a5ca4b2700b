"""Drift in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tenor.errors import OutputError
from tenor.evaluation.drift import Drift, LabelDrift
from tenor.prediction.drift_text import drift_line, drift_warnings, write_drift

QUIET = Drift(
    n_articles=400,
    n_held_out=200,
    unknown_share=0.051,
    held_out_unknown_share=0.05,
    unknown_errors=0.5,
    labels=(LabelDrift("rail", 0.04, 0.9, 0.2, 0.21, 0.7, 200, 80, 0.91, 0.9),),
    expected_precision=0.91,
    held_out_precision=0.9,
)
LOUD = Drift(
    n_articles=400,
    n_held_out=200,
    unknown_share=0.11,
    held_out_unknown_share=0.05,
    unknown_errors=9.0,
    labels=(
        LabelDrift("rail", 0.3, 0.001, 0.2, 0.45, 0.001, 200, 180, 0.8, 0.9),
        LabelDrift("<b>sport", 0.2, 0.001, 0.1, None, None, 200, 0, None, None),
    ),
    expected_precision=0.8,
    held_out_precision=0.9,
    new_outlets={"Post": 50, "<i>News": 10, "c": 1, "d": 1},
    new_months={"2025-01": 400},
    n_late=80,
)


def test_a_line_has_each_figure_beside_that_of_held_out_articles() -> None:
    assert drift_line(QUIET) == (
        "5.1% of terms unknown (held out 5.0%), other scores for 0 of 1 labels, other shares for "
        "0 of 1, expected precision 0.91 (held out 0.90), 0% from new outlets, 0% from new months"
    )
    assert drift_warnings(QUIET) == []


def test_each_sign_is_a_sentence() -> None:
    assert drift_warnings(LOUD) == [
        "11.0% of the terms are unknown to the model, and 5.0% of those of held-out articles",
        (
            "scores are not like those of held-out articles for rail, <b>sport; code some of these "
            "articles before you rely on their labels"
        ),
        (
            "labels that are probably more or less frequent than in training: rail (20.0% in "
            "training, 45.0% here); their probabilities and thresholds are made for the shares in "
            "training"
        ),
        "the expected precision of the given labels is 0.80, and was 0.90 on held-out articles",
        (
            "16% of the articles are from outlets without training articles: Post, <i>News, c and "
            "1 other"
        ),
        "20% of the articles are from more than 12 months after the last training article",
    ]


def test_too_few_articles_are_no_reason_to_warn() -> None:
    from dataclasses import replace

    few = replace(LOUD, n_articles=49)
    assert drift_warnings(few) == []
    assert drift_line(few) == (
        "not measured: it takes 50 articles and as many held-out ones, and there are 49 and 200"
    )


def test_the_page_escapes_what_comes_from_articles(tmp_path: Path) -> None:
    page = tmp_path / "drift.html"
    write_drift({"themes": LOUD, "others": QUIET}, page)
    text = page.read_text()
    assert "&lt;b&gt;sport" in text
    assert "&lt;i&gt;News" in text
    assert "<b>sport" not in text
    assert "<i>News" not in text
    assert text.count("No sign of drift is both large and more than chance.") == 1
    with pytest.raises(OutputError, match="exists already"):
        write_drift({"themes": LOUD}, page)


def test_json_has_the_figures_and_the_sentences(tmp_path: Path) -> None:
    path = tmp_path / "drift.json"
    write_drift({"themes": LOUD}, path)
    [values] = json.loads(path.read_text())["drift"]
    assert values["model"] == "themes"
    assert values["labels"][0]["batch_prior"] == 0.45
    assert values["new_outlets"] == {"Post": 50, "<i>News": 10, "c": 1, "d": 1}
    assert values["warnings"] == drift_warnings(LOUD)
