"""What of the draws is coded, and what was coded without being drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.corpus.draws import coded_draws
from tenor.errors import CorpusError

from .examples import make_draw, write_corpus


def test_what_was_drawn_and_never_coded_is_known(tmp_path: Path) -> None:
    """A coding of any article of a group counts; labels of publishers do not."""
    corpus = write_corpus(tmp_path / "corpus", ["a2", "a4", "a9", "a11"])
    draw = make_draw(corpus, ["a0", "a3", "a4", "a5"])
    draw.frame["is_certain"] = draw.frame["duplicate_group"] == "a11"
    draw.frame["coders"] = "ana; ben"
    result = coded_draws(corpus, [draw])
    [coded] = result.draws
    assert coded.uncoded == ("a3", "a5")
    assert coded.n_uncoded_by_coder == {"ana": 2, "ben": 2}
    assert (result.n_certain, result.n_outside) == (1, 1)
    nothing = coded_draws(corpus, [])
    assert (nothing.draws, nothing.n_certain, nothing.n_outside) == ((), 0, 0)
    with pytest.raises(CorpusError, match="is a draw from other articles"):
        coded_draws(corpus, [make_draw(corpus, ["a3"], frame_fingerprint="x")])
