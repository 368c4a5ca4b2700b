"""Articles that coders judged differently."""

from __future__ import annotations

import pandas as pd

from tenor.codebook import THEMES, Codebook
from tenor.labeling import (
    CoderLabels,
    Disagreement,
    Judgment,
    Origin,
    coder_labels,
    find_disagreements,
)

BOOK = Codebook.parse('version = "1"\n[[themes]]\nname = "economy"\n[[themes]]\nname = "arts"\n')
IDS = ["a1", "a2", "a3", "a4"]


def judgment(article_id: str, label: str, coder: str, origin: str = "coder") -> Judgment:
    return Judgment(article_id, "theme", "", label, origin, coder)


def labels(judgments: list[Judgment], origin: Origin = "coder") -> CoderLabels:
    table = pd.DataFrame(judgments, columns=list(Judgment._fields))
    return coder_labels(table, pd.Index(IDS), BOOK, THEMES, origin=origin)


def test_coders_disagree_where_their_labels_differ() -> None:
    """Labels of publishers and machines do not count."""
    judgments = [
        judgment("a2", "economy", "ana"),
        judgment("a2", "none", "ben"),
        judgment("a1", "economy", "ana"),
        judgment("a1", "arts", "ana"),
        judgment("a1", "economy", "ben"),
        judgment("a3", "economy", "ana"),
        judgment("a3", "economy", "ben"),
        judgment("a3", "none", "The Paper", "publisher"),
        judgment("a3", "none", "gpt", "machine"),
    ]
    first, second = find_disagreements(labels(judgments), THEMES, IDS)
    assert first == Disagreement(
        "a1", THEMES, ("arts",), {"ana": ("economy", "arts"), "ben": ("economy",)}
    )
    assert second == Disagreement(
        "a2", THEMES, ("economy",), {"ana": ("economy",), "ben": ("none",)}
    )
    assert second.judgments == "ana: economy; ben: none"


def test_adjudicated_labels_are_settled() -> None:
    """One that the adjudicator was not asked about is not."""
    judgments = [
        judgment("a4", "economy", "ana"),
        judgment("a4", "arts", "ben"),
        judgment("a4", "none", "chair", "adjudicated")._replace(asked="economy"),
    ]
    adjudicated = labels(judgments, "adjudicated")
    [row] = find_disagreements(labels(judgments), THEMES, IDS, adjudicated)
    assert row.labels == ("arts",)
    judgments[-1] = judgments[-1]._replace(asked="")
    adjudicated = labels(judgments, "adjudicated")
    assert list(find_disagreements(labels(judgments), THEMES, IDS, adjudicated)) == []


def test_coders_who_were_asked_about_different_labels_do_not_disagree() -> None:
    judgments = [
        judgment("a1", "economy", "ana")._replace(asked="economy"),
        judgment("a1", "arts", "ben")._replace(asked="arts"),
    ]
    assert list(find_disagreements(labels(judgments), THEMES, IDS)) == []
