"""The agreement of pairs of coders, and the articles that they judged differently."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tenor.codebook import THEMES, Task
from tenor.corpus import Corpus
from tenor.labeling import Disagreement
from tenor.workflow.agreement.agree import agree
from tenor.workflow.agreement.disagreements import (
    PairAgreement,
    find_and_describe,
    pair_agreements,
)
from tenor.workflow.agreement.model_annotator import ModelAnnotator

from .conftest import coded_corpus

TOLL = Task.stance("toll")


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """A corpus with three coders, who differ on two articles."""
    return coded_corpus(
        tmp_path,
        "a1 theme  economy ana",
        "a1 theme  economy ben",
        "a1 theme  sport ben",
        "a2 theme  none ana",
        "a2 theme  none ben",
        "a3 theme  sport ana",
        "a3 theme  sport ben",
        "a3 theme  economy cem",
        "a4 theme  sport cem",
    )


def test_each_pair_of_coders_has_its_own_agreement(corpus: Corpus) -> None:
    pairs = list(pair_agreements(corpus.coder_labels(THEMES), THEMES, None, "nominal"))
    # Ana and Ben agree on economy in all of three articles, on sport in two of three.
    assert pairs[0] == PairAgreement(
        "ana", "ben", THEMES, 3, pytest.approx(5 / 6), pytest.approx((1 + 4 / 9) / 2)
    )
    assert [
        (pair.first, pair.second, pair.n_articles, pair.percent_agreement) for pair in pairs
    ] == [
        ("ana", "ben", 3, pytest.approx(5 / 6)),
        ("ana", "cem", 1, 0.0),
        ("ben", "cem", 1, 0.0),
    ]


def test_a_disputed_article_is_listed_with_its_labels_and_judgements(corpus: Corpus) -> None:
    first, second = find_and_describe(corpus, corpus.coder_labels(THEMES), THEMES, None)
    assert first == Disagreement(
        "a1", THEMES, ("sport",), {"ana": ("economy",), "ben": ("economy", "sport")}, "Title 1"
    )
    assert (second.article_id, second.labels) == ("a3", ("economy", "sport"))
    assert second.judgments == "ana: sport; ben: sport; cem: economy"


def test_a_machine_is_compared_with_people_as_a_marked_coder(tmp_path: Path) -> None:
    """It is no person: nobody disagrees with it, and people's alpha leaves it out."""
    corpus = coded_corpus(
        tmp_path,
        "a1 theme  economy ana",
        "a1 theme  sport gpt machine",
        "a2 theme  sport ana",
        "a2 theme  sport gpt machine",
    )
    people, machines = corpus.coder_labels(THEMES), corpus.coder_labels(THEMES, "machine")
    [pair] = pair_agreements(people, THEMES, None, "nominal", machines)
    assert (pair.first, pair.second, pair.n_articles) == ("ana", "machine gpt", 2)
    assert pair.percent_agreement == 0.5
    assert list(find_and_describe(corpus, people, THEMES, None)) == []
    report = agree(corpus)
    assert report.pairs == (pair,)
    assert {row.agreement.n_articles for row in report.labels} == {0}


def test_a_model_counts_as_one_more_coder_where_it_has_predictions(corpus: Corpus) -> None:
    y_pred = np.array([[True, False], [False, False]])
    annotator = ModelAnnotator("m", THEMES, np.array([0, 1], dtype=np.intp), y_pred)
    coder_labels = corpus.coder_labels(THEMES)
    pairs = list(pair_agreements(coder_labels, THEMES, annotator, "nominal"))
    of_model = [pair[:4] for pair in pairs if pair.second == "model m"]
    assert of_model == [("ana", "model m", THEMES, 2), ("ben", "model m", THEMES, 2)]
    disputed = find_and_describe(corpus, coder_labels, THEMES, annotator)
    assert [article.predicted for article in disputed] == ["economy", ""]


def test_a_predicted_lack_of_themes_is_shown_as_none(corpus: Corpus) -> None:
    annotator = ModelAnnotator("m", THEMES, np.array([0], dtype=np.intp), np.zeros((1, 2), bool))
    [first, _] = find_and_describe(corpus, corpus.coder_labels(THEMES), THEMES, annotator)
    assert first.predicted == "none"


def test_coders_without_a_common_article_are_no_pair(corpus: Corpus) -> None:
    coder_labels = corpus.coder_labels(TOLL)
    assert list(pair_agreements(coder_labels, TOLL, None, "nominal")) == []
    assert list(find_and_describe(corpus, coder_labels, TOLL, None)) == []
