"""The limitations that a card, a report and a run state."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tenor.workflow.train.limitations import SAME_SOURCES, join_names, limitations

from ...conftest import Project


def test_limitations_state_the_split_rare_labels_and_silver_training_articles(
    project: Project,
) -> None:
    """Labels of fewer than 10 scored articles are rare."""
    themes = project.themes
    scores = themes.rows[0].scores
    few = [
        replace(r, support=9) if r.label in ("health", "justice") else r for r in scores.per_label
    ]
    row = replace(themes.rows[0], scores=replace(scores, per_label=tuple(few)))
    is_gold = np.arange(276) < 160
    sentences = limitations(replace(themes, rows=(row, *themes.rows[1:]), is_gold=is_gold))
    assert sentences[0] == SAME_SOURCES
    assert any(sentence.endswith("have no interval: health, justice.") for sentence in sentences)
    assert any("116 of 276 training articles" in sentence for sentence in sentences)


@pytest.mark.parametrize(
    ("kind", "group_by", "expected"),
    [
        ("random", "outlet", ["The scores are for outlets that the model was not trained on."]),
        ("outlet", "duplicate_group", ["The scores are for outlets that the model was not"]),
        ("time", "series", ["The scores are for series", "The scores are for articles published"]),
    ],
)
def test_a_split_by_groups_states_what_its_scores_are_for(
    project: Project, kind: str, group_by: str, expected: list[str]
) -> None:
    themes = project.themes
    split = themes.spec.split.model_copy(update={"kind": kind, "group_by": group_by})
    spec = themes.spec.model_copy(update={"split": split})
    sentences = limitations(replace(themes, spec=spec))
    for sentence, start in zip(sentences[: len(expected)], expected, strict=True):
        assert sentence.startswith(start)


def test_labels_that_no_article_trains_are_listed(project: Project) -> None:
    themes = project.themes
    labels = tuple(label for label in themes.model.labels if label != "economy")
    sentences = limitations(replace(themes, model=replace(themes.model, labels=labels)))
    assert "Labels without a training article are never predicted: economy." in sentences


def test_a_long_list_of_names_is_cut_and_counted() -> None:
    assert join_names([f"label {i}" for i in range(10)]).endswith("label 7 and 2 more")
    assert join_names(["a", "b"]) == "a, b"
