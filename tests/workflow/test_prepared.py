"""Silver labels train and never score, whatever a corpus holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.codebook import Codebook
from tenor.corpus import Corpus, Kind
from tenor.errors import CorpusError
from tenor.labeling import Answers, Gold, Judgment, answers
from tenor.models import Experiment
from tenor.workflow.prepared import prepare_labels, split_answered

BOOK = Codebook.parse(
    'version = "1"\n[[themes]]\nname = "economy"\n[[themes]]\nname = "sport"\n'
    '[[targets]]\nname = "tax"\n'
)
N = 16
KINDS: tuple[Kind, ...] = ("random", "folds", "part", "outlet", "time")
PEOPLE = ("coder", "adjudicated")


def judgments(origins: tuple[str, ...]) -> st.SearchStrategy[list[Judgment]]:
    ids = st.integers(0, N - 1).map(str)
    by, coder = st.sampled_from(origins), st.sampled_from(["x", "y"])
    theme = st.builds(
        lambda i, label, origin, who: Judgment(i, "theme", "", label, origin, who),
        ids, st.sampled_from(["economy", "sport", "none"]), by, coder,
    )  # fmt: skip
    stance = st.builds(
        lambda i, label, origin, who: Judgment(i, "stance", "tax", label, origin, who),
        ids, st.sampled_from(["favor", "against"]), by, coder,
    )  # fmt: skip
    return st.lists(theme | stance, max_size=40)


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    def column(values: st.SearchStrategy[object]) -> list[object]:
        return draw(st.lists(values, min_size=N, max_size=N))

    days = st.integers(1, 9).map(lambda day: pd.Timestamp(2020, 1, day).date())
    return pd.DataFrame(
        {
            "article_id": [str(i) for i in range(N)],
            "title": "", "text": "x", "claim": "",
            "duplicate_group": column(st.integers(0, N).map(str)),
            "outlet": column(st.sampled_from(["A", "B", "C"])),
            "part": column(st.sampled_from(["train", "validation", "test"])),
            "published": pd.Series(column(days), dtype=object),
        }
    )  # fmt: skip


def corpus(articles: pd.DataFrame, labels: list[Judgment]) -> Corpus:
    made = Corpus(Path("corpus"), {"fingerprint": ""}, BOOK)
    made.__dict__["articles"] = articles
    made.__dict__["labels"] = pd.DataFrame(labels, columns=list(Judgment._fields)).astype(str)
    return made


def scored(spec: Experiment, held: Corpus, target: str) -> list[tuple[list[str], list[list[int]]]]:
    """Return the ids and the true labels of every test part, or nothing if there is none."""
    try:
        ready = prepare_labels(spec, held, target)
        splits = split_answered(spec, held, ready)
    except CorpusError:
        return []
    found = []
    groups = held.articles["duplicate_group"].to_numpy()
    for split in splits:
        truth = ready.truth(split)
        test = held.articles.iloc[truth.rows]["article_id"].tolist()
        trains = ready.training_part(split)
        ids = trains.texts.column("article_id").tolist()
        assert ids == held.articles["article_id"].iloc[trains.answers.rows].tolist()
        assert ready.scored_texts(split).column("article_id").tolist() == test
        assert not set(ids) & set(test)
        assert not set(trains.texts.column("duplicate_group")) & set(groups[truth.rows])
        found.append((test, truth.matrix.tolist()))
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("train_on", ['"rule"', '["rule", "publisher", "coder", "adjudicated"]'])
@settings(max_examples=25)
@given(tables(), judgments(PEOPLE), judgments(("rule", "publisher")), st.booleans())
def test_no_silver_label_reaches_a_test_part_or_its_truth(
    kind: Kind,
    train_on: str,
    articles: pd.DataFrame,
    people: list[Judgment],
    silver: list[Judgment],
    stance: bool,
) -> None:
    """What is scored, and against what, is what people said; no copy of it trains."""
    task, target = ("stance", "tax") if stance else ("theme", "")
    text = f'task = "{task}"\ntrain_on = {train_on}\n[split]\nkind = "{kind}"\nn_folds = 2\n'
    spec = Experiment.parse(text)
    gold = answers(
        corpus(articles, people).labels, pd.Index(articles["article_id"]), BOOK, task, target
    )
    known = dict(
        zip(articles["article_id"].to_numpy()[gold.rows], gold.matrix.tolist(), strict=True)
    )
    for test, truth in scored(spec, corpus(articles, people + silver), target):
        assert test
        assert truth == [known[article_id] for article_id in test]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25)
@given(tables(), judgments(PEOPLE), judgments(("rule",)), judgments(("rule",)))
def test_other_rules_leave_the_test_part_as_it_is(
    kind: Kind,
    articles: pd.DataFrame,
    people: list[Judgment],
    one: list[Judgment],
    other: list[Judgment],
) -> None:
    """So figures before and after a change of rules stand on the same articles."""
    spec = Experiment.parse(f'task = "theme"\n[split]\nkind = "{kind}"\nn_folds = 2\n')
    first = scored(spec, corpus(articles, people + one), "")
    second = scored(spec, corpus(articles, people + other), "")
    # A split is refused where nothing is left to train; rules may leave something.
    assert not first or not second or first == second


@given(st.lists(st.booleans(), min_size=1, max_size=6))
def test_gold_cannot_be_made_of_anything_else(is_gold: list[bool]) -> None:
    """The type that scoring takes refuses silver."""
    n = len(is_gold)
    mixed = Answers(np.arange(n), ("a",), np.ones((n, 1), dtype=np.uint8), np.array(is_gold))
    if all(is_gold):
        assert len(Gold.of(mixed)) == n
    else:
        with pytest.raises(ValueError, match="only people's labels score"):
            Gold.of(mixed)
