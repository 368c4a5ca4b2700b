"""Shares of the sample, whose gold labels are all known, from simulated draws."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tenor.codebook import THEMES
from tenor.corpus import Corpus
from tenor.corpus.draws import Design
from tenor.errors import CorpusError, InputError, TenorError
from tenor.evaluation.shares import Frame, estimate_shares
from tenor.tracking import find_run, read_table
from tenor.workflow.shares import shares as shares_module
from tenor.workflow.shares.cross_fitting import cross_fit
from tenor.workflow.shares.gold import drawn_gold
from tenor.workflow.shares.predicted import group_codes, predictions_of_models
from tenor.workflow.shares.result import Group, ShareRow, TaskShares
from tenor.workflow.shares.shares import shares

from ...conftest import Project
from .conftest import DrawnSample, draw_sample_of

pytestmark = pytest.mark.usefixtures("in_the_project")
REFERENCE = "tenor-theme@champion"


@pytest.fixture(scope="module")
def by_outlet(project: Project, drawn_sample: DrawnSample) -> Iterator[TaskShares]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project.folder)
        [result] = shares(drawn_sample.path, [REFERENCE], by="outlet,month", margin=0.08)
        yield result


def rows_of(result: TaskShares, label: str) -> dict[Group, ShareRow]:
    return {row.group: row for row in result.rows if row.label == label}


def test_every_label_has_a_share_of_all_of_each_outlet_of_each_month_and_of_both(
    by_outlet: TaskShares,
) -> None:
    rows = rows_of(by_outlet, "transport")
    everything = rows[Group()]
    assert (everything.n_articles, everything.n_stories) == (276, 266)
    outlets = [row for group, row in rows.items() if group.outlet and not group.period]
    months = [row for group, row in rows.items() if group.period and not group.outlet]
    cells = [row for group, row in rows.items() if group.period and group.outlet]
    assert (len(outlets), len(months)) == (8, 12)
    for part in (outlets, months, cells):
        assert sum(row.n_articles for row in part) == 276
    assert by_outlet.rows[0].group == Group()
    assert by_outlet.variables == ("outlet", "month")


def test_the_three_shares_stand_side_by_side(project: Project, by_outlet: TaskShares) -> None:
    """The gold share of a theme is inside the interval of the corrected one."""
    gold = project.corpus.gold_labels(THEMES)
    for column, label in enumerate(gold.labels):
        row = rows_of(by_outlet, label)[Group()]
        known = gold.is_known[:, column]
        truth = gold.matrix[known, column].mean()
        assert row.corrected is not None
        assert row.hand_coding is not None
        low, high = row.corrected.interval
        assert low - 0.01 <= truth <= high + 0.01
        assert row.corrected.half_width <= 1.05 * row.hand_coding.half_width
        assert row.corrected.n == row.n_coded <= 120


def test_labels_that_the_model_does_not_know_are_named_if_they_are_asked_for(
    project: Project, drawn_sample: DrawnSample, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, *_ = project.themes.model.labels
    unknown = replace(project.themes.model, labels=project.themes.model.labels[1:])
    predict = shares_module.cross_fit
    monkeypatch.setattr(
        shares_module,
        "cross_fit",
        lambda *arguments, **options: replace(predict(*arguments, **options), model=unknown),
    )
    notes = []
    for name in (first, second):
        [result] = shares(drawn_sample.path, [REFERENCE], only=[name], log=False)
        notes.append([note for note in result.notes if "does not know" in note])
    assert notes == [
        [f"the model does not know {first}, whose shares are by hand coding alone"],
        [],
    ]


def test_a_share_is_worth_no_more_articles_than_there_are(by_outlet: TaskShares) -> None:
    known = [row for row in by_outlet.rows if row.corrected is not None]
    assert all(row.worth is None for row in by_outlet.rows if row not in known)
    assert all(row.worth is not None and row.worth <= row.n_articles for row in known)
    assert any(row.worth == row.n_articles for row in known)


def test_cells_say_how_many_more_codings_they_need(by_outlet: TaskShares) -> None:
    """No cell is asked for more stories than it has."""
    for row in by_outlet.rows:
        assert row.more_codings is not None
        assert row.n_coded + row.more_codings <= row.n_stories
        if row.corrected and row.corrected.half_width <= 0.08:
            assert row.more_codings == 0
    uncoded = [row for row in by_outlet.rows if not row.n_coded]
    assert uncoded
    assert all(row.corrected is None and row.more_codings for row in uncoded)


def test_differences_are_between_outlets_and_from_period_to_period(by_outlet: TaskShares) -> None:
    rows = [row for row in by_outlet.differences if row.label == "transport"]
    outlets = [row for row in rows if not row.over_time]
    assert len(outlets) == 28
    assert all(row.first.outlet != row.second.outlet for row in outlets)
    over_time = [row for row in rows if row.over_time]
    assert all(row.first.outlet == row.second.outlet for row in over_time)
    assert all(row.first.period < row.second.period for row in over_time)
    shares_by_group = rows_of(by_outlet, "transport")
    for row in rows:
        first, second = shares_by_group[row.first].corrected, shares_by_group[row.second].corrected
        assert first is not None
        assert second is not None
        assert row.difference.value == pytest.approx(second.value - first.value)
        assert row.difference.interval.low <= row.difference.value <= row.difference.interval.high


def test_it_is_logged_as_a_run_of_its_own_kind(
    by_outlet: TaskShares, drawn_sample: DrawnSample
) -> None:
    run = find_run(by_outlet.run_id)
    assert run.experiment == "tenor-theme/shares"
    assert run.name == "shares of articles by outlet, month"
    assert run.params["of"] == "articles"
    assert run.corpus == drawn_sample.load().fingerprint
    assert run.metrics["n/coded"] == run.metrics["n/drawn"] == 120
    row = rows_of(by_outlet, "health")[Group()]
    assert row.corrected is not None
    assert run.metrics["share/health/corrected"] == pytest.approx(row.corrected.value, abs=5e-4)
    assert len(read_table(run, "shares")) == len(by_outlet.rows)
    assert len(read_table(run, "differences")) == len(by_outlet.differences)


def test_intervals_of_draws_cover_the_share_of_all_codings(
    project: Project, uncoded: Path, tmp_path: Path
) -> None:
    """24 draws of 120 of 266 stories; for stories coders disagree on, only the others count."""
    model = project.themes.model
    covered, widths, hand_widths = [], [], []
    predicted = None
    for seed in range(24):
        design = Design(unit=("articles", "stories")[seed % 2])
        drawn = draw_sample_of(
            project, uncoded, tmp_path / str(seed), design=design, random_state=seed
        )
        corpus = drawn.load()
        if predicted is None:
            y_pred = predictions_of_models({REFERENCE: model}, corpus)[REFERENCE]
            predicted = cross_fit(REFERENCE, model, y_pred, corpus)
        gold, groups = drawn_gold(corpus, predicted), group_codes(corpus)
        truth = project.corpus.gold_labels(THEMES)
        for label in range(len(predicted.labels)):
            known = truth.is_known[:, label]
            share = truth.matrix[known, label].mean()
            frame = Frame(predicted.y_pred[:, label], groups)
            (result,) = estimate_shares(frame, gold.sample(label))
            assert result.corrected is not None
            assert result.hand_coding is not None
            low, high = result.corrected.interval
            covered.append(low <= share <= high)
            widths.append(high - low)
            hand_widths.append(2 * result.hand_coding.half_width)
    assert np.mean(covered) >= 0.9
    assert np.mean(widths) < 0.9 * np.mean(hand_widths)


def test_a_stance_is_estimated_for_the_articles_that_name_its_target(
    project: Project, drawn_sample: DrawnSample
) -> None:
    task = project.stances[0].model.task
    [result] = shares(
        drawn_sample.path,
        [f"{task.model_name}@champion"],
        only=[f"{task.target}=favor"],
        log=False,
    )
    [row] = result.rows
    assert (row.label, result.label_name(row.label)) == ("favor", f"{task.target}=favor")
    assert row.n_articles < 276
    assert result.run_id == ""
    assert f"that name {task.target}" in result.methods


def test_shares_of_stories_count_near_duplicates_once(drawn_sample: DrawnSample) -> None:
    [result] = shares(drawn_sample.path, [REFERENCE], of="stories", only=["transport"], log=False)
    assert result.of == "stories"
    assert result.notes[-1] == (
        "drawn for shares of articles, so that intervals of shares of stories are wider than they "
        "could be; they hold all the same"
    )
    assert "Near-duplicates count as one story" in result.methods


def test_codings_of_a_machine_take_the_place_of_predictions(
    project: Project, uncoded: Path, tmp_path: Path
) -> None:
    """The same correction: a machine that errs has a wrong raw count and a right interval."""
    from tenor.workflow.codings.exchange import import_codings

    drawn = draw_sample_of(project, uncoded, tmp_path)
    lines = ["article_id,task,target,label,coder"]
    for i, article in enumerate(drawn.load().article_ids):
        lines.append(f"{article},theme,,{'transport' if i % 2 else 'none'},gpt")
    (tmp_path / "gpt.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    import_codings([tmp_path / "gpt.csv"], drawn.path, origin="machine")
    [result] = shares(drawn.path, from_machine="gpt", only=["transport"], log=False)
    [row] = result.rows
    assert row.raw_count.value == pytest.approx(0.5, abs=0.02)
    assert row.corrected is not None
    assert row.corrected.interval.low <= 0.275 <= row.corrected.interval.high
    assert row.corrected.interval.high < 0.4
    assert "All articles were also labelled by the machine 'gpt'" in result.methods
    with pytest.raises(InputError, match="shares are from machine 'gpt' or from a model"):
        shares(drawn.path, [REFERENCE], from_machine="gpt", log=False)


def test_label_shift_needs_no_draw_and_marks_every_share(project: Project) -> None:
    """All articles of the project's corpus are coded, and none was drawn."""
    [result] = shares(
        project.corpus.path, [REFERENCE], assume=["label-shift"], by="outlet", log=False
    )
    assert result.assumption == "label-shift"
    assert result.counts is None
    assert result.differences == ()
    assert any(note.startswith("assumes label shift") for note in result.notes)
    assert "under the assumption of label shift" in result.methods
    with pytest.raises(CorpusError, match="has no draw, so that the chances of its codings"):
        shares(project.corpus.path, [REFERENCE], log=False)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"assume": ["luck"]}, "'luck' is nothing that shares can assume; name unseen or label-sh"),
        ({"margin": 0.0}, "margin '0.0' is not above 0 and below .5"),
        ({"by": "author"}, "'author' is nothing to group shares by"),
        ({"tasks": ["stance:toll"]}, "task 'stance:toll' is none of the codebook's"),
        ({"only": ["health", "transprt"]}, "'transprt' is no label of the predicted tasks; name a"),
    ],
)
def test_arguments_are_checked(
    drawn_sample: DrawnSample, arguments: dict[str, object], message: str
) -> None:
    with pytest.raises(TenorError) as error:
        shares(drawn_sample.path, [REFERENCE], log=False, **arguments)  # type: ignore[arg-type]
    assert message in str(error.value)


def test_a_file_of_labels_needs_its_corpus(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("article_id\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"labels.csv' need the corpus with their articles"):
        shares(tmp_path / "labels.csv", log=False)


def test_a_stratum_without_codings_is_refused(
    project: Project, uncoded: Path, tmp_path: Path
) -> None:
    """No coded article stands for half of the outlets."""
    design = Design(by=("outlet",))
    drawn = draw_sample_of(project, uncoded, tmp_path, design=design, n_coded=60)
    with pytest.raises(InputError) as error:
        shares(drawn.path, [REFERENCE], only=["health"], log=False)
    assert str(error.value).startswith("share of 'health': by the inclusion probabilities, the ")
    assert str(error.value).endswith("and code all articles that were drawn")


def test_a_corpus_can_be_passed_as_it_is(drawn_sample: DrawnSample) -> None:
    corpus = Corpus.load(drawn_sample.path)
    [result] = shares(corpus, [REFERENCE], only=["health"], log=False)
    assert [row.label for row in result.rows] == ["health"]
