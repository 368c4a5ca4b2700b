"""The tables of characters, against Python's own strings and patterns."""

from __future__ import annotations

import re

import numpy as np
import pytest

from tenor.features import Analysis
from tenor.features.engine.char_tables import (
    N_CODE_POINTS,
    code_point_vocabulary,
    fold_table,
    identity_table,
    space_table,
)
from tenor.features.engine.kernels import SEPARATOR

CHARACTERS = list(map(chr, range(N_CODE_POINTS)))


@pytest.mark.parametrize("lowercase", [True, False])
@pytest.mark.parametrize(("analyzer", "separator"), [("word", r"\W"), ("char_wb", r"\s")])
def test_words_end_at_what_the_pattern_of_scikit_learn_excludes(
    analyzer: str, separator: str, lowercase: bool
) -> None:
    table = fold_table(Analysis(analyzer, lowercase=lowercase))  # type: ignore[arg-type]
    matches = re.compile(separator).match
    expected = [bool(matches(char)) for char in CHARACTERS]
    assert np.flatnonzero(table == SEPARATOR).tolist() == np.flatnonzero(expected).tolist()


def test_characters_are_lowered_where_their_lower_case_is_one_character() -> None:
    expected = [ord(low) if len(low := char.lower()) == 1 else ord(char) for char in CHARACTERS]
    assert fold_table(Analysis("char")).tolist() == expected


@pytest.mark.parametrize(
    "analysis", [Analysis("char", lowercase=False), Analysis("char", strip_accents="ascii")]
)
def test_characters_stay_where_case_is_kept_or_lowered_before(analysis: Analysis) -> None:
    assert fold_table(analysis).tolist() == list(range(N_CODE_POINTS))


def test_a_plain_space_alone_splits_terms() -> None:
    table = identity_table(splits_at_space=True)
    assert np.flatnonzero(table != identity_table(splits_at_space=False)).tolist() == [ord(" ")]
    assert table[ord(" ")] == SEPARATOR


def test_white_space_is_what_python_says() -> None:
    expected = [char.isspace() for char in CHARACTERS]
    assert space_table().tolist() == expected


def test_code_points_are_spelled_as_python_encodes_them() -> None:
    vocabulary = code_point_vocabulary()
    expected = "".join(CHARACTERS).encode("utf-8", "surrogatepass")
    assert vocabulary.text.tobytes() == expected
    assert [vocabulary[i] for i in (0, 0x7F, 0x80, 0x7FF, 0x800, 0xD800, 0xFFFF, 0x10FFFF)] == [
        "\0",
        "\x7f",
        "\x80",
        "\u07ff",
        "\u0800",
        "\ud800",
        "\uffff",
        "\U0010ffff",
    ]
