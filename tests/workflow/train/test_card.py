"""The model card, and the descriptions of the run and the registered version."""

from __future__ import annotations

import re
from dataclasses import replace

from tenor.models.spec import Experiment
from tenor.present import escape_markdown
from tenor.workflow.train.card import (
    MAX_DESCRIPTION,
    headline,
    model_card,
    registry_description,
)

from ...conftest import Project

SECTIONS = [
    "Scores",
    "Limitations",
    "Intended use",
    "Training data",
    "How to reproduce it",
    "Labels",
]


def test_the_card_has_scores_limitations_use_data_spec_and_labels(project: Project) -> None:
    card = model_card(project.themes, project.corpus, "0123456789ab")
    assert re.findall(r"^## (.*)$", card, re.M) == SECTIONS
    assert "Labels a news article with zero, one or more of 6 themes." in card
    assert "276 articles, 276 of them labelled by people" in card
    assert headline(project.themes) in card
    assert "MLflow run `0123456789ab`" in card
    [spec] = re.findall(r"```toml\n(.*?)```", card, re.S)
    assert Experiment.parse(spec).model_dump() == project.themes.spec.model_dump()
    for theme in project.corpus.codebook.themes:
        assert f"| {theme.name} | {theme.definition} |" in card


def test_the_card_of_a_stance_names_its_target(project: Project) -> None:
    stance = project.stances[0]
    card = model_card(stance, project.corpus, "")
    target = escape_markdown(stance.model.task.target)
    assert f"stance of a news article towards '{target}': favor, against, neutral." in card
    assert "MLflow run" not in card


def test_a_registry_description_has_as_many_sections_as_mlflow_stores(project: Project) -> None:
    complete = registry_description(project.themes, project.corpus, "0" * 32)
    assert len(complete) <= MAX_DESCRIPTION
    per_label = project.themes.rows[0].scores.per_label
    many = tuple(replace(row, label=per_label[0].label) for row in per_label * 40)
    first = project.themes.rows[0]
    row = replace(first, scores=replace(first.scores, per_label=many))
    cut = registry_description(replace(project.themes, rows=(row,)), project.corpus, "0" * 32)
    assert len(cut) <= MAX_DESCRIPTION
    assert "### How to reproduce it" in cut
    assert "### Labels" not in cut
    assert cut.endswith("The complete card is `model_card.md` among the artifacts of the run.\n")


def test_labels_are_escaped_in_markdown() -> None:
    assert escape_markdown("a|b <i> [x](y) `z`\n# d") == r"a\|b \<i\> \[x\](y) \`z\` \# d"
