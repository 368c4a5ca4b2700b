"""The labelled set of a task: silver labels train and are never scored."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.codebook import THEMES, Codebook, CodebookVersions, Task
from tenor.corpus import Corpus, SplitKind
from tenor.errors import CorpusError
from tenor.labeling import GoldLabels, Judgment, ResolvedLabels
from tenor.models.pool import UnlabelledPool
from tenor.models.spec import Experiment
from tenor.workflow.fit.labelled import make_labelled_set

BOOK = Codebook.parse(
    'version = "1"\n[[themes]]\nname = "economy"\n[[themes]]\nname = "sport"\n'
    '[[targets]]\nname = "tax"\n'
)
N = 16
KINDS: tuple[SplitKind, ...] = ("random", "folds", "part", "outlet", "time")
PEOPLE = ("coder", "adjudicated")
HeldOut = tuple[list[str], list[list[int]]]


def judgments(origins: tuple[str, ...]) -> st.SearchStrategy[list[Judgment]]:
    ids = st.integers(0, N - 1).map(str)
    by, coder = st.sampled_from(origins), st.sampled_from(["x", "y"])
    theme = st.builds(
        lambda i, label, origin, who: Judgment(i, "theme", "", label, origin, who),
        ids,
        st.sampled_from(["economy", "sport", "none"]),
        by,
        coder,
    )
    stance = st.builds(
        lambda i, label, origin, who: Judgment(i, "stance", "tax", label, origin, who),
        ids,
        st.sampled_from(["favor", "against"]),
        by,
        coder,
    )
    return st.lists(theme | stance, max_size=40)


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    def column(values: st.SearchStrategy[object]) -> list[object]:
        return draw(st.lists(values, min_size=N, max_size=N))

    days = st.integers(1, 9).map(lambda day: pd.Timestamp(2020, 1, day).date())
    return pd.DataFrame(
        {
            "article_id": [str(i) for i in range(N)],
            "title": "",
            "text": "x",
            "claim": "",
            "duplicate_group": column(st.integers(0, N).map(str)),
            "outlet": column(st.sampled_from(["A", "B", "C"])),
            "part": column(st.sampled_from(["train", "validation", "test"])),
            "published": pd.Series(column(days), dtype=object),
        }
    )


def make_corpus(articles: pd.DataFrame, labels: list[Judgment]) -> Corpus:
    corpus = Corpus(Path("corpus"), {"fingerprint": ""}, BOOK)
    corpus.__dict__["articles"] = articles
    corpus.__dict__["versions"] = CodebookVersions(BOOK)
    corpus.__dict__["labels"] = pd.DataFrame(labels, columns=list(Judgment._fields)).astype(str)
    return corpus


def held_out(spec: Experiment, corpus: Corpus, task: Task) -> list[HeldOut]:
    """Return the ids and true labels of every test part; empty if no split is possible.

    On the way it checks that no test article and no near-duplicate of one trains.
    """
    try:
        labelled = make_labelled_set(spec, corpus, task, UnlabelledPool())
        splits = labelled.splits()
    except CorpusError:
        return []
    parts = []
    groups = corpus.articles["duplicate_group"].to_numpy()
    for split in splits:
        truth = labelled.truth(split)
        test_ids = corpus.articles.iloc[truth.rows]["article_id"].tolist()
        training = labelled.training_set(split)
        ids = training.texts.column("article_id").tolist()
        assert ids == corpus.articles["article_id"].iloc[training.labels.rows].tolist()
        assert labelled.test_texts(split).column("article_id").tolist() == test_ids
        assert not set(ids) & set(test_ids)
        assert not set(training.texts.column("duplicate_group")) & set(groups[truth.rows])
        parts.append((test_ids, truth.matrix.tolist()))
    return parts


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("train_on", ['"rule"', '["rule", "publisher", "coder", "adjudicated"]'])
@settings(max_examples=25)
@given(tables(), judgments(PEOPLE), judgments(("rule", "publisher")), st.booleans())
def test_no_silver_label_reaches_a_test_part_or_its_truth(
    kind: SplitKind,
    train_on: str,
    articles: pd.DataFrame,
    people: list[Judgment],
    silver: list[Judgment],
    stance: bool,
) -> None:
    """Only gold labels are scored, unchanged."""
    task = Task.stance("tax") if stance else THEMES
    text = f'task = "{task.kind}"\ntrain_on = {train_on}\n[split]\nkind = "{kind}"\nn_folds = 2\n'
    spec = Experiment.parse(text)
    gold = make_corpus(articles, people).resolved_labels(task)
    known = dict(
        zip(articles["article_id"].to_numpy()[gold.rows], gold.matrix.tolist(), strict=True)
    )
    for test, truth in held_out(spec, make_corpus(articles, people + silver), task):
        assert test
        assert truth == [known[article_id] for article_id in test]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25)
@given(tables(), judgments(PEOPLE), judgments(("rule",)), judgments(("rule",)))
def test_other_rules_leave_the_test_part_as_it_is(
    kind: SplitKind,
    articles: pd.DataFrame,
    people: list[Judgment],
    rules: list[Judgment],
    others: list[Judgment],
) -> None:
    """Scores before and after a change of rules are therefore comparable."""
    spec = Experiment.parse(f'task = "theme"\n[split]\nkind = "{kind}"\nn_folds = 2\n')
    first = held_out(spec, make_corpus(articles, people + rules), THEMES)
    second = held_out(spec, make_corpus(articles, people + others), THEMES)
    # A split is impossible where no article is left to train; rules may label some.
    assert not first or not second or first == second


@given(st.lists(st.booleans(), min_size=1, max_size=6))
def test_gold_holds_only_labels_given_by_people(is_gold: list[bool]) -> None:
    n = len(is_gold)
    mixed = ResolvedLabels(np.arange(n), ("a",), np.ones((n, 1), dtype=np.uint8), np.array(is_gold))
    if all(is_gold):
        assert len(GoldLabels.of(mixed)) == n
    else:
        with pytest.raises(ValueError, match="only labels by people can be scored"):
            GoldLabels.of(mixed)
