"""Silver labels that train, and weak rules that do not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tenor.codebook import THEMES, Codebook, CodebookVersions
from tenor.corpus import Corpus, Split
from tenor.labeling import Judgment
from tenor.labeling.rule_labels import RulePrecision
from tenor.models.pool import UnlabelledPool
from tenor.models.spec import Experiment
from tenor.workflow.fit.labelled import LabelledSet, make_labelled_set
from tenor.workflow.fit.silver import SilverOrigin, SilverReport, silver_report

BOOK = Codebook.parse('version = "1"\n[[themes]]\nname = "economy"\n[[themes]]\nname = "arts"\n')
SPEC = Experiment.parse('task = "theme"\n')
N = 40
"""Articles; people judged the first half."""


def theme(i: int, label: str, coder: str, origin: str) -> Judgment:
    return Judgment(f"a{i}", "theme", "", label, origin, coder)


@pytest.fixture
def corpus() -> Corpus:
    """A rule for economy that is right in two of ten, and one for arts that always is.

    The weak rule is wrong on the first ten articles with gold, and right on the next ten.
    """
    judgments = [theme(i, "arts" if i < 10 else "economy", "ana", "coder") for i in range(20)]
    judgments += [theme(i, "economy", "weak", "rule") for i in (*range(20), 20, 21)]
    judgments += [theme(i, "arts", "good", "rule") for i in (*range(10), 21, 22)]
    judgments += [theme(23, "arts", "The Paper", "publisher"), theme(0, "arts", "P", "publisher")]
    articles = pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(N)],
            "title": "",
            "text": "x",
            "claim": "",
            "duplicate_group": [f"a{i}" for i in range(N)],
            "outlet": "",
            "part": "",
            "published": None,
        }
    )
    corpus = Corpus(Path("corpus"), {"fingerprint": ""}, BOOK)
    corpus.__dict__["articles"] = articles
    corpus.__dict__["labels"] = pd.DataFrame(judgments, columns=list(Judgment._fields))
    corpus.__dict__["versions"] = CodebookVersions(BOOK)
    return corpus


def labelled(corpus: Corpus, spec: Experiment = SPEC) -> LabelledSet:
    return make_labelled_set(spec, corpus, THEMES, UnlabelledPool())


def split_of(labelled: LabelledSet, test: range) -> Split:
    rows = labelled.labels.rows
    is_test = np.isin(rows, list(test))
    articles = labelled.corpus.articles.iloc[rows[is_test]]
    return Split(np.flatnonzero(~is_test), np.flatnonzero(is_test), "drawn by hand", articles)


def test_a_rule_is_weak_by_the_gold_labels_of_the_training_part(corpus: Corpus) -> None:
    """Those of the test part would decide by what is scored."""
    of_corpus = labelled(corpus)
    assert of_corpus.weak_rules() == ()  # Half of all its labels are right.
    hard = split_of(of_corpus, range(10, 20))
    assert of_corpus.weak_rules(hard) == (RulePrecision("weak", 10, 0.0),)
    training = of_corpus.training_set(hard).labels
    # a20 had the weak rule's label alone; of a21, the label of the other rule stays.
    assert set(training.rows.tolist()) == {*range(10), 21, 22, 23}
    at = training.rows.tolist().index(21)
    assert (training.matrix[at].tolist(), training.is_known[at].tolist()) == ([0, 1], [False, True])
    easy = split_of(of_corpus, range(10))
    assert of_corpus.weak_rules(easy) == ()
    assert 20 in of_corpus.training_set(easy).labels.rows


def test_a_spec_can_let_weak_rules_train(corpus: Corpus) -> None:
    spec = Experiment.parse('task = "theme"\nmin_rule_precision = 0\n')
    of_corpus = labelled(corpus, spec)
    hard = split_of(of_corpus, range(10, 20))
    assert of_corpus.weak_rules(hard) == ()
    assert 20 in of_corpus.training_set(hard).labels.rows


def test_origins_of_silver_labels_are_reported_with_their_precision(corpus: Corpus) -> None:
    """An article counts for the origin that gave its training labels."""
    of_corpus = labelled(corpus)
    rows = of_corpus.training_set().labels.rows
    report = silver_report(SPEC, corpus, THEMES, rows, [RulePrecision("weak", 10, 0.2)])
    assert report.origins == (
        SilverOrigin("publisher", 1, 1, 1.0),
        # Of 30 labels by rules on articles with gold, ten of each rule are right.
        SilverOrigin("rule", 3, 20, pytest.approx(20 / 30)),
    )
    assert report.sentences == [
        (
            "publisher tags label 1 training article; 100% of their labels on 1 gold article are "
            "people's too"
        ),
        "rules label 3 training articles; 67% of their labels on 20 gold articles are people's too",
        (
            "rules that do not train, since less than 0.50 of their labels on gold articles of the "
            "training part are people's too (min_rule_precision): weak (20% of 10)"
        ),
    ]
    assert SilverReport().sentences == []
