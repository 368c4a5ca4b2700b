"""All draws together: the chance of each group to be in any of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tenor.corpus import Corpus
from tenor.corpus.draws import Design, combine_draws
from tenor.errors import CorpusError

from .examples import make_draw, write_corpus


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """Ten groups: a0 of three articles, a3 to a11 of one."""
    return write_corpus(tmp_path / "corpus")


def test_two_draws_of_which_the_second_excludes_the_first(corpus: Corpus) -> None:
    """Two of ten, then three of the other eight, are five of ten."""
    first = make_draw(corpus, ["a3", "a4"])
    second = make_draw(corpus, ["a5", "a6", "a0"], draw_id="draw-2")
    second.frame["inclusion_probability"] = 3 / 8
    combined = combine_draws(corpus, [first, second])
    assert combined.duplicate_group.tolist() == ["a0", "a3", "a4", "a5", "a6"]
    assert combined.article_id.tolist() == combined.duplicate_group.tolist()
    np.testing.assert_allclose(combined.inclusion_probability, 0.5)
    assert combined.unit == "stories"
    assert combined.is_drawn.all()
    assert not combined.is_certain.any()
    assert combined.stratum.tolist() == [""] * 5


def test_two_draws_of_which_the_second_includes_the_first(corpus: Corpus) -> None:
    """A group that both have is once in the sample, with the chance to be in either."""
    first = make_draw(corpus, ["a3", "a4"])
    second = make_draw(corpus, ["a4", "a5"], draw_id="draw-2", includes_drawn=True)
    combined = combine_draws(corpus, [first, second])
    assert combined.duplicate_group.tolist() == ["a3", "a4", "a5"]
    np.testing.assert_allclose(combined.inclusion_probability, 1 - 0.8 * 0.8)


def test_draws_that_overlap_although_they_exclude_each_other_are_an_error(corpus: Corpus) -> None:
    first = make_draw(corpus, ["a3", "a4"])
    second = make_draw(corpus, ["a4", "a5"], draw_id="draw-2")
    with pytest.raises(CorpusError) as caught:
        combine_draws(corpus, [first, second])
    assert str(caught.value) == (
        f"'draw-2' of corpus '{corpus.path}' has the group 'a4', which was drawn or coded before, "
        "though it was drawn from the others; restore the files of the draws"
    )


def test_groups_coded_before_are_certain_and_a_stratum_of_their_own(corpus: Corpus) -> None:
    """The strata are those of the draws where all have the same."""
    draws = [make_draw(corpus, ["a3"]), make_draw(corpus, ["a4"], draw_id="draw-2")]
    for draw in draws:
        draw.frame["is_certain"] = draw.frame["duplicate_group"] == "a0"
        draw.frame["stratum"] = np.where(draw.frame.index < 5, "low", "high")
    combined = combine_draws(corpus, draws)
    assert combined.duplicate_group.tolist() == ["a0", "a3", "a4"]
    assert combined.is_certain.tolist() == [True, False, False]
    assert combined.is_drawn.tolist() == [False, True, True]
    assert combined.inclusion_probability.round(2).tolist() == [1, 0.19, 0.19]
    assert combined.stratum.tolist() == ["(coded before the first draw)", "low", "low"]
    draws[1].frame["stratum"] = ""
    assert combine_draws(corpus, draws).stratum.tolist() == ["", "", ""]


def test_the_unit_is_that_of_all_draws_or_none(corpus: Corpus) -> None:
    draws = [make_draw(corpus, ["a3"]), make_draw(corpus, ["a4"], draw_id="draw-2")]
    draws.append(make_draw(corpus, ["a5"], draw_id="draw-3", unit="articles"))
    assert combine_draws(corpus, draws[:2]).unit == "stories"
    assert combine_draws(corpus, draws).unit is None


def test_the_order_of_groups_in_a_table_does_not_matter(corpus: Corpus) -> None:
    """A corpus that is prepared from the same articles in another order keeps its draws."""
    draws = [make_draw(corpus, ["a3"]), make_draw(corpus, ["a4"], draw_id="draw-2")]
    draws[1].frame["inclusion_probability"] = np.arange(1, 11) / 20
    whole = combine_draws(corpus, draws)
    draws[1] = replace(draws[1], frame=draws[1].frame.iloc[::-1])
    turned = combine_draws(corpus, draws)
    assert turned.inclusion_probability.tolist() == whole.inclusion_probability.tolist()
    frame = draws[1].frame.copy()
    draws[1] = replace(draws[1], frame=frame)
    frame.loc[frame["duplicate_group"] == "a7", "duplicate_group"] = "a77"
    with pytest.raises(CorpusError, match=r"'draw-2' of corpus .* 'a7' is in one of the two"):
        combine_draws(corpus, draws)


def test_a_draw_from_other_articles_is_an_error(corpus: Corpus) -> None:
    """With what to do: it would give other articles the chances of these."""
    draw = make_draw(corpus, ["a3"], frame_fingerprint="0123456789ab")
    with pytest.raises(CorpusError) as caught:
        combine_draws(corpus, [draw])
    own = make_draw(corpus, []).frame_fingerprint
    assert str(caught.value) == (
        f"'draw-1' of corpus '{corpus.path}' is a draw from other articles (frame '0123456789ab') "
        f"than those of the corpus (frame '{own}'); prepare the corpus again with "
        "'tenor prep --force', which sets such draws aside"
    )
    with pytest.raises(CorpusError, match="has no draw, so that the chances of its codings are"):
        combine_draws(corpus, [])


@pytest.mark.parametrize("includes_drawn", [False, True])
@pytest.mark.parametrize(
    ("design", "tolerance"),
    [
        (Design("stories"), 0.0),
        (Design("stories", by=("outlet",)), 0.0),
        (Design("articles"), 0.01),
    ],
)
def test_combined_chances_are_the_shares_of_simulated_draws(
    design: Design, tolerance: float, includes_drawn: bool
) -> None:
    """In 800 pairs of draws, within five standard errors; with sizes, about so.

    With sizes, the chances in the second draw depend on what the first one took.
    """
    rng = np.random.default_rng(0)
    sizes = rng.integers(1, 4, 40) if design.unit == "articles" else np.ones(40, dtype=int)
    outlets = np.where(np.arange(40) < 25, "Paper", "Wire")
    frame = pd.DataFrame({"n_articles": sizes, "outlet": outlets, "published": None})
    n_pairs, known, stated = 800, np.zeros(40), np.zeros(40)
    for state in range(n_pairs):
        first = design.draw(frame, 8, random_state=2 * state)
        drawn = np.isin(np.arange(40), first.rows)
        second = design.draw(
            frame, 6, is_available=~drawn | includes_drawn, random_state=2 * state + 1
        )
        known += drawn | np.isin(np.arange(40), second.rows)
        p1, p2 = first.inclusion_probability, second.inclusion_probability
        stated += p1 + (1 - p1) * p2
    stated /= n_pairs
    error = np.sqrt(stated * (1 - stated) / n_pairs)
    assert (np.abs(known / n_pairs - stated) <= 5 * error + tolerance).all()
