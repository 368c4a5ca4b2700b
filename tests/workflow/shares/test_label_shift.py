"""Shares under the assumption of label shift."""

from __future__ import annotations

import sys
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest

from tenor.codebook import THEMES
from tenor.corpus import Corpus
from tenor.errors import CorpusError
from tenor.labeling import GoldLabels
from tenor.workflow.shares.domains import make_domains
from tenor.workflow.shares.label_shift import label_shift_rows
from tenor.workflow.shares.predicted import PredictedLabels

N = 20_000
N_CODED = 600


def simulated(seed: int = 0) -> tuple[Corpus, PredictedLabels, np.ndarray]:
    """Return articles of two outlets with shares of .1 and .5; half of the coded have the label.

    The model finds 85 % of the articles with the label, and gives it to 5 % of the others.
    """
    rng = np.random.default_rng(seed)
    outlets = np.where(np.arange(N) < N // 2, "a", "b")
    y_true = rng.random(N) < np.where(outlets == "a", 0.1, 0.5)
    y_pred = np.where(y_true, rng.random(N) < 0.85, rng.random(N) < 0.05)
    coded = np.concatenate(
        [rng.choice(np.flatnonzero(y_true == value), N_CODED // 2, False) for value in (0, 1)]
    )
    rows = np.sort(coded)
    gold = GoldLabels(
        rows, ("war",), y_true[rows, None].astype(np.uint8), np.ones(len(rows), dtype=bool)
    )
    articles = pd.DataFrame({"outlet": outlets, "published": None})
    corpus = SimpleNamespace(path="x", articles=articles, gold_labels=lambda task: gold)
    never = np.zeros(N, dtype=bool)
    predicted = PredictedLabels(
        THEMES, ("war",), y_pred[:, None], ~never, "x", None, never, never, never
    )
    return cast(Any, corpus), predicted, y_true


def test_the_share_of_each_outlet_follows_from_the_errors_on_coded_articles() -> None:
    """Half of the coded articles have the label, and 30 % of all: hand coding alone would err."""
    corpus, predicted, y_true = simulated()
    domains = make_domains(corpus, ("outlet",))
    rows, n_coded = label_shift_rows(predicted, corpus, np.arange(N), domains, "articles")
    assert n_coded == N_CODED
    assert [row.group.name for row in rows] == ["all", "a", "b"]
    truths = [y_true.mean(), y_true[: N // 2].mean(), y_true[N // 2 :].mean()]
    for row, truth in zip(rows, truths, strict=True):
        assert row.corrected is not None
        assert row.corrected.interval.low <= truth <= row.corrected.interval.high
        assert row.corrected.half_width < 0.06
        assert row.hand_coding is None
        assert row.more_codings is None
        assert row.corrected.n == N_CODED
    assert rows[1].raw_count.value == pytest.approx(0.1 * 0.85 + 0.9 * 0.05, abs=0.01)


def test_near_duplicates_are_coded_once_and_may_count_once() -> None:
    corpus, predicted, _ = simulated()
    groups = np.arange(N) // 2
    domains = make_domains(corpus, ())
    [articles], n_coded = label_shift_rows(predicted, corpus, groups, domains, "articles")
    [stories], _ = label_shift_rows(predicted, corpus, groups, domains, "stories")
    assert n_coded < N_CODED
    assert (articles.n_stories, stories.n_stories) == (N // 2, N // 2)
    assert articles.raw_count.effective_n == pytest.approx(N)
    assert stories.raw_count.effective_n == pytest.approx(N / 2)


def test_articles_that_trained_the_model_measure_no_errors() -> None:
    corpus, predicted, _ = simulated()
    trained = replace(predicted, is_training=np.ones(N, dtype=bool))
    with pytest.raises(CorpusError, match="has no codings of 'theme' that shares could be"):
        label_shift_rows(trained, corpus, np.arange(N), make_domains(corpus, ()), "articles")


def test_a_label_that_no_coded_article_has_gets_no_share() -> None:
    corpus, predicted, _ = simulated()
    gold = corpus.gold_labels(THEMES)
    without = GoldLabels(gold.rows, gold.labels, np.zeros_like(gold.matrix), gold.is_gold)
    cast(Any, corpus).gold_labels = lambda task: without
    [row], _ = label_shift_rows(
        predicted, corpus, np.arange(N), make_domains(corpus, ()), "articles"
    )
    assert row.corrected is None


def test_without_quapy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, predicted, _ = simulated()
    monkeypatch.setitem(sys.modules, "quapy.method.aggregative", None)
    with pytest.raises(CorpusError) as error:
        label_shift_rows(predicted, corpus, np.arange(N), make_domains(corpus, ()), "articles")
    assert str(error.value) == (
        "'--assume label-shift' needs QuaPy; install it with: pip install 'tenor[label-shift]'"
    )
