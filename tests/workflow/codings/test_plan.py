"""Plans of the codings for a share, from a corpus."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tenor.codebook import THEMES, Task
from tenor.corpus import Corpus
from tenor.corpus.draws import Design
from tenor.errors import InputError
from tenor.models import save_bundle
from tenor.workflow.codings.plan import plan_codings
from tenor.workflow.codings.plan_frame import parse_share
from tenor.workflow.codings.sheets import make_sheets
from tenor.workflow.codings.workload import Workload

from ...conftest import Project


@pytest.fixture
def corpus(partly_coded: Corpus, tmp_path: Path) -> Corpus:
    """A copy, which draws are recorded in."""
    return Corpus.load(shutil.copytree(partly_coded.path, tmp_path / "corpus"))


def test_a_plan_by_hand_coding_expects_the_share_of_the_codings(partly_coded: Corpus) -> None:
    """Those that people gave before are in the sample for certain."""
    plan = plan_codings(partly_coded.path, "transport", margin=0.08)
    [option] = plan.options
    assert plan.expected_by.endswith(" coded articles")
    assert 0.05 < plan.expected < 0.5
    assert 0 < option.n == plan.workload.n_articles < 150
    assert option.half_width <= 0.08
    assert plan.domains == ("all",)
    expected = plan_codings(partly_coded.path, "transport", margin=0.08, expected=0.02)
    assert expected.options[0].n < option.n


@pytest.mark.usefixtures("in_the_project")
def test_a_plan_with_a_model_compares_designs(partly_coded: Corpus) -> None:
    """That with the smallest half-width is first; coders share a part."""
    plan = plan_codings(
        partly_coded.path, "transport", n_codings=90, model="tenor-theme@champion", n_coders=2
    )
    assert plan.expected_by == "the model"
    assert sorted(str(option.design) for option in plan.options) == [
        "random",
        "random uncertain 0.5",
    ]
    assert plan.options[0].half_width <= plan.options[1].half_width
    assert plan.workload == Workload(2, 60, 30)
    assert plan.options[0].n == 60


@pytest.mark.usefixtures("in_the_project")
def test_the_expected_share_is_calibrated_by_the_held_out_articles_of_the_model(
    project: Project, partly_coded: Corpus, tmp_path: Path
) -> None:
    """Of one that finds the label everywhere, and is mostly wrong."""
    model = project.themes.model
    reference = model.reference
    assert reference is not None
    column = reference.held_out.labels.index("transport")
    known = np.zeros_like(reference.known)
    known[column] = reference.held_out.histograms[column]
    known[column, 1] = 0
    wrong = replace(model, reference=replace(reference, known=known))
    expected = []
    for name, own in (("model", model), ("wrong", wrong)):
        save_bundle(own, tmp_path / name, project.corpus.codebook_text)
        plan = plan_codings(partly_coded.path, "transport", margin=0.05, model=str(tmp_path / name))
        expected.append(plan.expected)
    assert 0 < expected[1] < expected[0] / 3


def test_a_plan_by_outlet_holds_in_each(partly_coded: Corpus) -> None:
    plan = plan_codings(partly_coded.path, "bridge-toll=favor", margin=0.1, by=("outlet",))
    outlets = sorted(partly_coded.articles["outlet"].unique())
    assert list(plan.domains) == outlets
    assert plan.chosen.design == Design("articles", ("outlet",), each=True)
    assert max(plan.chosen.half_widths) == plan.chosen.half_width <= 0.1


def test_an_earlier_draw_counts(corpus: Corpus, tmp_path: Path) -> None:
    fresh = plan_codings(corpus.path, "transport", margin=0.08, expected=0.2)
    make_sheets(corpus.path, tmp_path / "a", n=20, coders=["ana"])
    more = plan_codings(corpus.path, "transport", margin=0.08, expected=0.2)
    assert more.chosen.n < fresh.chosen.n
    make_sheets(corpus.path, tmp_path / "b", n=more.chosen.n + 5, coders=["ana"])
    assert plan_codings(corpus.path, "transport", margin=0.08, expected=0.2).chosen.n == 0


def test_labels_are_themes_and_positions(partly_coded: Corpus) -> None:
    book = partly_coded.codebook
    assert parse_share("transport", book) == (THEMES, "transport")
    assert parse_share("bridge-toll=favor", book) == (Task.stance("bridge-toll"), "favor")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"share": "transprot"},
            "'transprot' is no label of the codebook; name a theme, or a position as TARGET=",
        ),
        (
            {"margin": 3.0},
            "a margin of '300' percentage points is not between 0.01 and 100; name for example 3",
        ),
        ({"margin": 1e-300}, "a margin of '1e-298' percentage points is not between 0.01 and 100"),
        (
            {"margin": 0.0},
            "a margin of '0' percentage points is not between 0.01 and 100; name for ",
        ),
        ({"expected": 1.0}, "an expected share of '100' % is not between 0 and 100; name for "),
        ({"n_codings": 9}, "a plan has either a margin or a number of codings; name one of them"),
        (
            {"margin": None, "n_codings": 0},
            "'0' codings are too few for a plan; plan for more hours",
        ),
    ],
)
def test_plans_that_cannot_be_made_are_an_error(
    partly_coded: Corpus, change: dict[str, Any], message: str
) -> None:
    parameters = {"share": "transport", "margin": 0.05} | change
    share = parameters.pop("share")
    with pytest.raises(InputError) as raised:
        plan_codings(partly_coded.path, str(share), **parameters)
    assert str(raised.value).startswith(message)


@pytest.mark.usefixtures("in_the_project")
def test_a_plan_without_anything_known_asks_for_it(corpus: Corpus) -> None:
    from tenor.corpus import write_judgments

    write_judgments(corpus, [])
    with pytest.raises(InputError) as raised:
        plan_codings(corpus.path, "transport", margin=0.05)
    assert str(raised.value) == (
        f"nobody has coded 'transport' in corpus '{corpus.path}', so that its share is not known; "
        "name the share that you expect with --expected 10, or a model with --model REF"
    )
    with pytest.raises(InputError, match=r"the model expects a share of \d+\.\d %; leave out the"):
        plan_codings(
            corpus.path, "transport", margin=0.05, model="tenor-theme@champion", expected=0.1
        )
