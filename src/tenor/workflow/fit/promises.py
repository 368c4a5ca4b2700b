"""The promise of a model in words, and how it holds on articles that took no part in it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tenor.corpus import Corpus
from tenor.evaluation.calibration_sample import one_per_group
from tenor.evaluation.promise_thresholds import binomial_p_value
from tenor.evaluation.promises import PrecisionPromise
from tenor.models import LinearModel
from tenor.models.promise import SCORE_DECIMALS, ModelPromise
from tenor.present import format_count, format_percent, format_score, plural
from tenor.workflow.fit.scoring import HeldOutPredictions

MAX_LISTED = 12
"""The number of labels that a sentence lists."""

LEVEL = 0.05
"""The level of the test that finds a promise broken on held-out articles."""

SCOPES = {"each": "for each label by itself", "all": "for all of these labels at once"}
"""What holds with the confidence of a promise, by its scope."""


class LabelCheck(NamedTuple):
    """The automatic labels of held-out articles, for one label.

    Attributes
    ----------
    label
        The label.
    n_given, n_automatic, n_wrong
        The number of articles that the model gives the label, of automatic ones among them, and of
        wrong ones among these.
    """

    label: str
    n_given: int
    n_automatic: int
    n_wrong: int

    def is_broken(self, precision: float) -> bool:
        """Whether so many wrong ones are improbable (5 %) if the label has this precision."""
        if not self.n_automatic:
            return False
        n_right = self.n_automatic - self.n_wrong
        return bool(binomial_p_value(n_right, self.n_automatic, 1 - precision) <= LEVEL)


@dataclass(frozen=True)
class PromiseCheck:
    """How a promise holds on held-out articles, which neither trained nor tested it.

    Attributes
    ----------
    precision
        The precision promised.
    labels
        The automatic labels of each label.
    n_promised
        The number of labels with a promise; over several models, the mean.
    """

    precision: float
    labels: tuple[LabelCheck, ...]
    n_promised: float

    @classmethod
    def of(
        cls, model: LinearModel, predictions: HeldOutPredictions, corpus: Corpus
    ) -> PromiseCheck | None:
        """Return the check on held-out articles, one a duplicate group; None without a promise.

        Parameters
        ----------
        model
            The model.
        predictions
            Its predictions for the held-out articles.
        corpus
            The corpus.
        """
        if model.promise is None:
            return None
        groups = corpus.articles["duplicate_group"].to_numpy(dtype=str)[predictions.rows]
        rows = one_per_group(groups)
        checks = []
        for label, threshold in model.promise.thresholds.items():
            column = predictions.labels.index(label)
            given = predictions.y_pred[rows, column] & predictions.is_known[rows, column]
            scores = predictions.probabilities[rows, column].round(SCORE_DECIMALS)
            automatic = given & (scores >= threshold)
            wrong = automatic & (predictions.y_true[rows, column] == 0)
            checks.append(
                LabelCheck(label, int(given.sum()), int(automatic.sum()), int(wrong.sum()))
            )
        return cls(model.promise.precision, tuple(checks), len(model.promise.promised))

    @classmethod
    def sum(cls, checks: Iterable[PromiseCheck | None]) -> PromiseCheck | None:
        """Return the checks of several models as one; None if there are none."""
        made = [check for check in checks if check is not None]
        if not made:
            return None
        by_label: dict[str, list[LabelCheck]] = {}
        for check in made:
            for row in check.labels:
                by_label.setdefault(row.label, []).append(row)
        rows = tuple(
            LabelCheck(
                label,
                sum(row.n_given for row in own),
                sum(row.n_automatic for row in own),
                sum(row.n_wrong for row in own),
            )
            for label, own in by_label.items()
        )
        n_promised = sum(check.n_promised for check in made) / len(made)
        return cls(made[0].precision, rows, n_promised)

    @property
    def n_given(self) -> int:
        """The number of labels that the model gives."""
        return sum(row.n_given for row in self.labels)

    @property
    def n_automatic(self) -> int:
        """The number of automatic labels."""
        return sum(row.n_automatic for row in self.labels)

    @property
    def right(self) -> float | None:
        """The share of automatic labels that are right; None without any."""
        n = self.n_automatic
        return 1 - sum(row.n_wrong for row in self.labels) / n if n else None

    @property
    def automatic_share(self) -> float:
        """The share of the labels that the model gives that are automatic."""
        return self.n_automatic / self.n_given if self.n_given else 0.0

    @property
    def broken(self) -> list[str]:
        """The labels that are clearly right less often than promised."""
        return [row.label for row in self.labels if row.is_broken(self.precision)]


def promise_sentences(
    promise: ModelPromise, check: PromiseCheck | None, codings_per_article: float = 1.0
) -> list[str]:
    """Return sentences on a promise: what it says, how it was tested, and what is lacking.

    Parameters
    ----------
    promise
        The promise.
    check
        How it holds on the test articles; None if it was not checked.
    codings_per_article
        The number of coded articles for each one that tests the promise: more than 1 where some
        are held out.
    """
    sentences = [f"{promise_headline(promise)}."]
    if not promise.n_articles:
        sentences.append(
            "No training article is labelled by people, and only these can test a promise: name "
            "the origin coder in train_on, or import codings."
        )
        return sentences
    tested = (
        f"Tested on out-of-fold predictions for {plural(promise.n_articles, 'training article')} "
        "labelled by people, one of each duplicate group"
    )
    if check is None or check.right is None:
        sentences.append(f"{tested}.")
    else:
        n_right = check.n_automatic - sum(row.n_wrong for row in check.labels)
        sentences.append(
            f"{tested}. On the test articles, which took no part in it, {format_count(n_right)} of "
            f"{plural(check.n_automatic, 'automatic label')} are right "
            f"({format_percent(check.right)}); these are {format_percent(check.automatic_share)} "
            "of the labels that the model gives."
        )
        if check.broken:
            sentences.append(
                f"Clearly less often right than promised on the test articles: "
                f"{_listed(check.broken)}."
            )
    if lacking := _lacking(promise, codings_per_article):
        sentences.append(f"Left to review: {lacking}.")
    sentences.append(
        "It holds for articles drawn like the coded ones, not for other outlets or later months, "
        "and says nothing on labels that are not given."
    )
    return sentences


def promise_headline(promise: ModelPromise) -> str:
    """Return the promise as a sentence without a full stop."""
    terms = (
        f"right at least {format_percent(promise.precision)} of the time "
        f"({format_percent(promise.confidence)} confidence, {SCOPES[promise.scope]})"
    )
    n_labels, promised = len(promise.labels), promise.promised
    if not promised:
        return f"No label can be promised to be {terms}; all are left to review"
    names = _listed([f"{row.label} from {_threshold(row)}" for row in promised])
    return (
        f"Labels written automatically are {terms} for {len(promised)} of "
        f"{plural(n_labels, 'label')}: {names}"
    )


def n_more_codings(
    promise: ModelPromise, row: PrecisionPromise, codings_per_article: float
) -> int | None:
    """Return about how many more codings a label needs, with two digits; None if none suffice."""
    n_more = promise.n_more_codings(row)
    if not n_more:
        return n_more
    n_more = math.ceil(n_more * codings_per_article)
    digits: int = 10 ** max(0, len(str(n_more)) - 2)
    return -(-n_more // digits) * digits


def _lacking(promise: ModelPromise, codings_per_article: float) -> str:
    rows = [row for row in promise.labels if row.threshold is None]
    needed: dict[int, list[str]] = {}
    often_wrong, never_given = [], []
    for row in rows:
        n_more = n_more_codings(promise, row, codings_per_article)
        if n_more is not None:
            needed.setdefault(n_more, []).append(row.label)
        elif row.n_calibration:
            often_wrong.append(row.label)
        else:
            never_given.append(row.label)
    parts = [
        f"{label} (about {format_count(n_more)} more codings of random articles)"
        for n_more, labels in sorted(needed.items())
        for label in labels
    ]
    text = [_listed(parts)] if parts else []
    if often_wrong:
        text.append(f"not right often enough at any threshold: {_listed(often_wrong)}")
    if never_given:
        text.append(f"given to none of the articles that test: {_listed(never_given)}")
    return "; ".join(text)


def _threshold(row: PrecisionPromise) -> str:
    assert row.threshold is not None
    return f"probability {format_score(row.threshold, 2)}"


def _listed(names: Sequence[str]) -> str:
    n_more = len(names) - MAX_LISTED
    rest = [f"and {format_count(n_more)} more"] if n_more > 0 else []
    return ", ".join([*names[:MAX_LISTED], *rest])


def promise_rows(
    promise: ModelPromise, check: PromiseCheck | None, codings_per_article: float
) -> Iterator[dict[str, object]]:
    """Yield the promise of each label, with its check, as a row of a table."""
    of_label = {row.label: row for row in check.labels} if check else {}
    for row in promise.labels:
        own = of_label.get(row.label)
        yield {
            "label": row.label,
            "threshold": row.threshold,
            "n_given": row.n_calibration,
            "n_passed": row.n_passed,
            "n_wrong": row.n_wrong,
            "p_value": row.p_value,
            "automatic_share": row.automatic_share,
            "n_more_codings": n_more_codings(promise, row, codings_per_article),
            "test_automatic": own.n_automatic if own else None,
            "test_wrong": own.n_wrong if own else None,
        }
