"""The arrays of a bundle: what is read is what was written, and nothing else is read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from tenor.features import Vocabulary
from tenor.features.compact_weights import CompactWeights, Weights
from tenor.models.bundle_arrays import (
    MAX_NUMBER,
    MIN_MAPPED_BYTES,
    read_array,
    read_vocabulary,
    read_weights,
    weights_arrays,
    weights_kind,
)

WEIGHTS = np.arange(12, dtype=np.float32).reshape(4, 3)


def saved(folder: Path, arrays: dict[str, np.ndarray]) -> Path:
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    return folder


@pytest.mark.parametrize("weights", [WEIGHTS, CompactWeights.of(WEIGHTS, 0.5)])
def test_weights_are_read_as_they_were_written(tmp_path: Path, weights: Weights) -> None:
    saved(tmp_path, weights_arrays(weights))
    loaded = read_weights(tmp_path, weights_kind(weights), (4, 3))
    assert type(loaded) is type(weights)
    assert np.array_equal(loaded[:], weights[:])


def test_weights_of_another_shape_raise_an_error(tmp_path: Path) -> None:
    saved(tmp_path, {"weights": WEIGHTS})
    with pytest.raises(ValueError, match=r"weights.npy is float32 \(4, 3\), not as model.json"):
        read_weights(tmp_path, "exact", (4, 4))
    compact = CompactWeights.of(WEIGHTS, 0.5)
    saved(tmp_path, weights_arrays(compact))
    for shape in ((5, 3), (4, 2)):
        with pytest.raises(ValueError, match="not as model\\.json describes it"):
            read_weights(tmp_path, "compact", shape)


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf, 2 * MAX_NUMBER])
def test_numbers_that_are_not_moderate_raise_an_error(tmp_path: Path, number: float) -> None:
    """Also the last of many, of which a block is checked at a time."""
    many = np.zeros(2_000_003, dtype=np.float32)
    many[-1] = number
    saved(tmp_path, {"few": np.array([0.0, number]), "many": many})
    for name, dtype in (("few", np.float64), ("many", np.float32)):
        with pytest.raises(ValueError, match="not finite, or beyond 1e"):
            read_array(tmp_path, name, dtype, None)


def test_a_large_array_is_mapped_and_a_small_one_is_not(tmp_path: Path) -> None:
    n = MIN_MAPPED_BYTES // 8
    saved(tmp_path, {"small": np.zeros(n // 2), "large": np.zeros(n)})
    assert isinstance(read_array(tmp_path, "large", np.float64, (n,)), np.memmap)
    assert not isinstance(read_array(tmp_path, "small", np.float64, (n // 2,)), np.memmap)


def _archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.npy", b"")
    return stream.getvalue()


def _with_header(header: str) -> bytes:
    text = f"{header:<117}\n".encode()
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x93NUMPY",
        b"not an array",
        _archive(),
        _with_header("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}") + b"(lp0\n.",
        _with_header("{'descr': '<f8', 'fortran_order': False, 'shape': (9,)}") + bytes(16),
        _with_header("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}") + bytes(16),
        _with_header("{'descr': '<f8', 'fortran_order': False}") + bytes(16),
        _with_header("__import__('os').system('true')"),
        _with_header("(" * 90),
    ],
)
def test_a_file_that_is_no_array_raises_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "slope.npy").write_bytes(content)
    with pytest.raises(ValueError, match=r"^slope\.npy is no array: [^\n]+$"):
        read_array(tmp_path, "slope", np.float64, None)


def test_a_vocabulary_is_read_as_it_was_written(tmp_path: Path) -> None:
    terms = ["", "dam", "river sea", "über", "水"]
    vocabulary = Vocabulary.of(terms)
    saved(tmp_path, {"view0.terms": vocabulary.text, "view0.ends": vocabulary.offsets})
    assert list(read_vocabulary(tmp_path, 0, 5)) == terms


@pytest.mark.parametrize(
    ("text", "ends", "message"),
    [
        (b"damsea", [0, 3, 7], "the vocabulary of view 0 is malformed"),
        (b"damsea", [1, 3, 6], "the vocabulary of view 0 is malformed"),
        (b"damsea", [0, 7, 6], "the vocabulary of view 0 is malformed"),
        ("über".encode(), [0, 1, 5], "a term of view 0 begins within a character"),
        (b"dam\xff", [0, 3, 4], "invalid start byte"),
    ],
)
def test_a_malformed_vocabulary_raises_an_error(
    tmp_path: Path, text: bytes, ends: list[int], message: str
) -> None:
    arrays = {"view0.terms": np.frombuffer(text, np.uint8), "view0.ends": np.array(ends)}
    saved(tmp_path, arrays)
    with pytest.raises(ValueError, match=message):
        read_vocabulary(tmp_path, 0, 2)
