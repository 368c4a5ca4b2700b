"""Labels by rules, their precision on gold, and training without weak rules."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tenor.codebook import THEMES, Codebook
from tenor.labeling import Judgment, ResolvedLabels
from tenor.labeling.rule_labels import (
    RuleLabels,
    RulePrecision,
    rule_labels,
    without_weak_rules,
)

BOOK = Codebook.parse('version = "1"\n[[themes]]\nname = "economy"\n[[themes]]\nname = "arts"\n')
IDS = [f"a{i}" for i in range(4)]


def labels_by_rules(*given: tuple[int, str, str]) -> RuleLabels:
    judgments = [Judgment(IDS[row], "theme", "", label, "rule", rule) for row, label, rule in given]
    table = pd.DataFrame(judgments, columns=list(Judgment._fields))
    return rule_labels(table, pd.Index(IDS), BOOK, THEMES)


def resolved(
    matrix: list[list[int]], *, is_gold: bool, is_known: list[list[bool]] | None = None
) -> ResolvedLabels:
    known = np.ones((len(matrix), 2), dtype=bool) if is_known is None else np.array(is_known)
    gold = np.full(len(matrix), is_gold)
    return ResolvedLabels(
        np.arange(len(matrix)), BOOK.theme_names, np.array(matrix, dtype=np.uint8), gold, known
    )


def test_the_precision_of_a_rule_is_the_share_of_its_labels_that_people_gave() -> None:
    """Articles without a gold label, and unknown labels, do not count."""
    given = labels_by_rules(
        (0, "economy", "e#1"), (1, "economy", "e#1"), (3, "economy", "e#1"), (1, "arts", "a#1")
    )
    gold = resolved(
        [[1, 0], [0, 0], [0, 1]],
        is_gold=True,
        is_known=[[True, True], [True, False], [True, True]],
    )
    assert given.precision(gold) == [RulePrecision("a#1", 0, 0.0), RulePrecision("e#1", 2, 0.5)]


def test_a_precision_of_few_labels_does_not_count() -> None:
    assert RulePrecision("r", 10, 0.4).is_below(0.5)
    assert not RulePrecision("r", 9, 0.4).is_below(0.5)
    assert not RulePrecision("r", 10, 0.5).is_below(0.5)


def test_a_label_that_only_weak_rules_gave_is_unknown_in_training() -> None:
    """An article without another label does not train; gold labels stay."""
    given = labels_by_rules(
        (0, "economy", "weak"),
        (1, "economy", "weak"),
        (1, "arts", "good"),
        (2, "economy", "weak"),
        (2, "economy", "good"),
    )
    training = resolved([[1, 0], [1, 1], [1, 0]], is_gold=False)
    kept = without_weak_rules(training, {"weak"}, given)
    assert kept.rows.tolist() == [1, 2]
    assert kept.matrix.tolist() == [[0, 1], [1, 0]]
    assert kept.is_known.tolist() == [[False, True], [True, True]]
    gold = resolved([[1, 0], [1, 1], [1, 0]], is_gold=True)
    assert without_weak_rules(gold, {"weak"}, given).matrix.tolist() == gold.matrix.tolist()
    assert without_weak_rules(training, set(), given) is training
