"""Writing TOML."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tenor.toml import format_toml

SCALARS = (
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
VALUES = st.recursive(
    SCALARS,
    lambda values: st.lists(values, max_size=3) | st.dictionaries(KEYS, values, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_written_data_is_read_as_the_same_data(data: dict[str, Any]) -> None:
    assert tomllib.loads(format_toml(data)) == data


def test_arrays_stay_on_one_line_and_lists_of_tables_are_arrays_of_tables() -> None:
    data = {
        "task": "theme",
        "share": 1e-7,
        "split": {"kind": "folds"},
        "features": [{"ngram_range": [1, 2], "stop_words": ["the", "of"]}, {"weight": 0.5}],
        "search": {"grid": {"classifier.C": [0.5, 1], "features.0.ngram_range": [[1, 1], [1, 2]]}},
    }
    assert format_toml(data) == (
        'task = "theme"\nshare = 1e-07\n'
        '\n[split]\nkind = "folds"\n'
        '\n[[features]]\nngram_range = [1, 2]\nstop_words = ["the", "of"]\n'
        "\n[[features]]\nweight = 0.5\n"
        '\n[search.grid]\n"classifier.C" = [0.5, 1]\n'
        '"features.0.ngram_range" = [[1, 1], [1, 2]]\n'
    )
