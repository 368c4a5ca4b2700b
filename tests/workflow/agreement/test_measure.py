"""The agreement of coders, and of a model with them, on each label of a task."""

from __future__ import annotations

from tenor.codebook import THEMES, Task
from tenor.evaluation import Agreement, Interval, ModelAgreement
from tenor.workflow.agreement.measure import LabelAgreement, agreement_warnings

from ...conftest import Project


def label_agreement(
    label: str, alpha: float, model_agreement: ModelAgreement | None = None
) -> LabelAgreement:
    agreement = Agreement(50, 0.9, alpha, Interval(alpha - 0.1, alpha + 0.1))
    return LabelAgreement(THEMES, label, 2, agreement, model_agreement)


def test_a_label_is_named_after_its_task_and_label() -> None:
    agreement, toll = Agreement(0, None, None, None), Task.stance("toll")
    names = [
        LabelAgreement(task, label, 2, agreement).name
        for task in (THEMES, toll)
        for label in ("", "favor")
    ]
    assert names == ["themes", "favor", "toll", "toll: favor"]


def test_labels_with_a_low_alpha_are_warned_of() -> None:
    rows = [label_agreement("economy", 0.666), label_agreement("sport", 0.667)]
    assert agreement_warnings(rows) == [
        "people's alpha is below 0.667: economy 0.666; scores on such labels support no conclusion"
    ]


def test_a_model_significantly_above_people_is_warned_of() -> None:
    significant = ModelAgreement(50, 0.7, 0.9, Interval(0.05, 0.3))
    by_chance = ModelAgreement(50, 0.7, 0.9, Interval(-0.05, 0.3))
    rows = [label_agreement("economy", 0.7, significant), label_agreement("sport", 0.7, by_chance)]
    [warning] = agreement_warnings(rows)
    assert warning.startswith(
        "the model agrees with people more than they agree with each other: alpha of economy 0.900"
    )
    assert "sport" not in warning


def test_a_training_has_the_agreement_on_all_labels_and_on_each(project: Project) -> None:
    assert [row.label for row in project.themes.agreement] == [
        "",
        *project.corpus.codebook.theme_names,
    ]
    assert agreement_warnings(project.themes.agreement) == []
    assert [row.name for row in project.stances[0].agreement] == [
        "orle-dam",
        "orle-dam: favor",
        "orle-dam: against",
        "orle-dam: neutral",
    ]
