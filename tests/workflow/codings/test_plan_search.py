"""The smallest draw whose interval is narrow enough."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tenor.corpus.draws import Design
from tenor.evaluation.shares import Frame, GoldSample, codings_for_margin, estimate_shares
from tenor.workflow.codings.plan_search import (
    Domain,
    PlanFrame,
    plan_draw,
    plan_for_margin,
    plan_for_size,
)

N = 6000


def frame_of(*, has_model: bool = True, seed: int = 0) -> PlanFrame:
    """Return a frame of two outlets, a large and a small one, with a label of about 20 %."""
    rng = np.random.default_rng(seed)
    is_positive = rng.random(N) < 0.2
    probability = np.where(is_positive, rng.beta(6, 1, N), rng.beta(0.5, 12, N))
    if not has_model:
        probability = np.full(N, 0.2)
    uncertainty = 4 * probability * (1 - probability)
    outlets = np.where(np.arange(N) < 5000, "Paper", "Wire")
    table = pd.DataFrame({"n_articles": 1, "outlet": outlets, "published": None})
    domains = tuple(
        Domain(name, np.flatnonzero(outlets == name), np.ones((outlets == name).sum()))
        for name in ("Paper", "Wire")
    )
    return PlanFrame(
        table,
        probability,
        (probability > 0.5) & has_model,
        uncertainty if has_model else None,
        np.zeros(N),
        np.ones(N, dtype=bool),
        (Domain("all", np.arange(N), np.ones(N)), *domains),
    )


def only(frame: PlanFrame, *names: str) -> PlanFrame:
    chosen = tuple(domain for domain in frame.domains if domain.name in names)
    return PlanFrame(**(vars(frame) | {"domains": chosen}))


def test_the_number_for_hand_coding_is_that_of_the_formula() -> None:
    """Up to the tolerance of the search and the finite population."""
    frame = only(frame_of(has_model=False), "all")
    planned = plan_for_margin(frame, Design(), 0.04)
    assert (
        planned.n
        == planned.n_articles
        == pytest.approx(codings_for_margin(0.04, 0.0, 0.0, 0.2), rel=0.12)
    )
    assert planned.half_width <= 0.04
    assert plan_draw(frame, Design(), round(0.9 * planned.n)).half_width > 0.04


def test_a_model_saves_codings() -> None:
    by_hand = plan_for_margin(only(frame_of(has_model=False), "all"), Design(), 0.04)
    with_model = plan_for_margin(only(frame_of(), "all"), Design(), 0.04)
    assert with_model.n < 0.5 * by_hand.n


def test_the_margin_holds_in_every_domain() -> None:
    """As many articles of each outlet are drawn; all of one that is smaller."""
    frame = only(frame_of(has_model=False), "Paper", "Wire")
    design = Design(by=("outlet",), each=True)
    planned = plan_for_margin(frame, design, 0.05)
    assert planned.n_articles == 2 * planned.n
    assert max(planned.half_widths) <= 0.05
    census = plan_for_margin(frame, design, 0.001)
    assert census.half_widths[1] == 0
    proportional = plan_for_margin(frame, Design(), 0.05)
    assert proportional.n_articles > 1.5 * planned.n_articles


def test_a_budget_is_spent_on_as_many_of_each_domain() -> None:
    frame = only(frame_of(), "Paper", "Wire")
    assert plan_for_size(frame, Design(), 500).n_articles == 500
    each = plan_for_size(frame, Design(by=("outlet",), each=True), 501)
    assert (each.n, each.n_articles) == (250, 500)
    everything = plan_for_size(frame, Design(), 10**6)
    assert everything.n_articles == N
    assert everything.half_widths == (0, 0)


def test_earlier_draws_count() -> None:
    """Where they are enough, nothing is drawn."""
    frame = only(frame_of(has_model=False), "all")
    drawn = PlanFrame(**(vars(frame) | {"chance": np.full(N, 300 / N)}))
    fresh = plan_for_margin(frame, Design(), 0.04)
    more = plan_for_margin(drawn, Design(), 0.04)
    assert more.n == pytest.approx(fresh.n - 300, abs=0.05 * fresh.n)
    assert plan_for_margin(drawn, Design(), 0.06).n == 0


@pytest.mark.parametrize("design", [Design("stories"), Design("stories", uncertain=0.5)])
def test_the_expected_half_width_is_that_of_draws(design: Design) -> None:
    """Within 15 % of the mean of 30 draws, which are coded and estimated."""
    frame = only(frame_of(seed=3), "all")
    rng = np.random.default_rng(0)
    truth = rng.random(N) < frame.probability
    planned = plan_draw(frame, design, 200)
    widths = []
    for state in range(30):
        sample = design.draw(frame.frame, 200, uncertainty=frame.uncertainty, random_state=state)
        chance = sample.inclusion_probability[sample.rows]
        gold = GoldSample(sample.rows, truth[sample.rows], chance)
        [share] = estimate_shares(Frame(frame.predicted), gold, of="stories")
        assert share.corrected is not None
        widths.append(share.corrected.half_width)
    assert planned.half_width == pytest.approx(np.mean(widths), rel=0.15)
