"""Random damages of a bundle, and how a damaged bundle ends."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tenor.articles import Article
from tenor.errors import BundleError
from tenor.models import load_bundle

Random = np.random.Generator
Damage = Callable[[Path, Random], None]

SCALARS: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    2**31,
    2**63,
    10**400,
    0.5,
    -0.0,
    1e308,
    math.inf,
    -math.inf,
    math.nan,
    "",
    "x",
    "0",
    "\u0000",
    "../../etc/passwd",
    "economy",
    [],
    {},
    [[]],
    [1, 2],
    {"a": {}},
    "9" * 5000,
    [None] * 1000,
    "word",
    "char",
    [1, 99],
    ["a", "b"],
    "é\ud83d",
)
"""Values that replace those of JSON files."""

DTYPES = ("<f4", "<f8", "<i8", "|u1", "<i4", ">f4", "<f2", "|b1", "<c16", "<U3", "|S5", "<M8[D]")


def flip_bytes(bundle: Path, random: Random) -> None:
    """Change one to eight bytes of a file."""
    path = _file(bundle, random)
    data = bytearray(path.read_bytes())
    for at in random.integers(len(data), size=random.integers(1, 9)) if data else ():
        data[at] = random.integers(256)
    path.write_bytes(data)


def flip_head(bundle: Path, random: Random) -> None:
    """Change bytes of the header of an array, where its kind, order and shape are."""
    path = _file(bundle, random, "*.npy")
    data = bytearray(path.read_bytes())
    for at in random.integers(min(128, len(data)), size=random.integers(1, 4)):
        data[at] = random.integers(256)
    path.write_bytes(data)


def cut(bundle: Path, random: Random) -> None:
    """Cut a file at a random place, or to nothing."""
    path = _file(bundle, random)
    data = path.read_bytes()
    path.write_bytes(data[: random.integers(len(data) + 1) if random.random() < 0.8 else 0])


def lengthen(bundle: Path, random: Random) -> None:
    """Add bytes to the end of a file."""
    path = _file(bundle, random)
    path.write_bytes(path.read_bytes() + random.bytes(int(random.integers(1, 1000))))


def exchange(bundle: Path, random: Random) -> None:
    """Exchange the contents of two files."""
    one, other = _file(bundle, random), _file(bundle, random)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def remove(bundle: Path, random: Random) -> None:
    """Remove a file."""
    _file(bundle, random).unlink()


def add_file(bundle: Path, random: Random) -> None:
    """Add a file, which may be a folder or a link."""
    path = bundle / f"extra{random.integers(10)}.npy"
    kind = random.integers(3)
    if kind == 0:
        path.write_bytes(random.bytes(100))
    elif kind == 1:
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")


def replace_field(bundle: Path, random: Random) -> None:
    """Replace a value of a JSON file, at any depth, or remove it."""
    path = bundle / ("model.json" if random.random() < 0.85 else "manifest.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    places = list(_places(data))
    container, key = places[random.integers(len(places))]
    if random.random() < 0.15:
        del container[key]
    else:
        container[key] = SCALARS[random.integers(len(SCALARS))]
    path.write_text(json.dumps(data), encoding="utf-8", errors="surrogatepass")


def nest(bundle: Path, random: Random) -> None:
    """Make a text file deeply nested, or hugely repeated."""
    path = bundle / ["model.json", "manifest.json", "codebook.toml"][random.integers(3)]
    depth = int(10 ** random.uniform(2, 6))
    opening = ["[", '{"a":', "a = " + "[", "[[a]]\n", "a." * 3][random.integers(5)]
    path.write_text(opening * depth, encoding="utf-8")


def replace_array(bundle: Path, random: Random) -> None:
    """Replace an array by one of another kind, order or shape, or by one that claims to be."""
    path = _file(bundle, random, "*.npy")
    old = np.load(path)
    kind = random.integers(5)
    if kind == 0:
        shape = tuple(int(n) for n in random.integers(0, 5, size=random.integers(0, 4)))
        new = np.zeros(shape, dtype=DTYPES[random.integers(len(DTYPES))])
    elif kind == 1:
        new = old.reshape(-1)[: random.integers(old.size + 1)]
    elif kind == 2:
        new = np.asfortranarray(old) if old.ndim > 1 else old[::-1]
    elif kind == 3:
        new = np.concatenate([old, old])
    else:
        with path.open("wb") as file:
            header = {
                "descr": DTYPES[random.integers(len(DTYPES))],
                "fortran_order": bool(random.integers(2)),
                "shape": tuple(int(10 ** random.uniform(0, 15)) for _ in range(random.integers(4))),
            }
            np.lib.format.write_array_header_1_0(file, header)
            file.write(random.bytes(int(random.integers(200))))
        return
    np.save(path, new)


def replace_numbers(bundle: Path, random: Random) -> None:
    """Replace some numbers of an array by extreme ones or by others of the same array."""
    path = _file(bundle, random, "*.npy")
    array = np.array(np.load(path))
    places = random.integers(max(array.size, 1), size=random.integers(1, 20))
    if array.dtype.kind == "f":
        numbers = [math.nan, math.inf, -math.inf, 1e300, -1e300, 1e-300, 0.0, -1.0]
        with np.errstate(over="ignore"):
            extremes = np.array(numbers).astype(array.dtype)
    else:
        limits = np.iinfo(array.dtype)
        extremes = np.array([limits.min, limits.max, 0, 1, 127], dtype=array.dtype)
    for at in places if array.size else ():
        values = array.reshape(-1) if random.random() < 0.3 else extremes
        array.flat[at] = values[random.integers(len(values))]
    np.save(path, array)


DAMAGES: tuple[Damage, ...] = (
    flip_bytes,
    flip_head,
    cut,
    lengthen,
    exchange,
    remove,
    add_file,
    replace_field,
    replace_field,
    replace_field,
    nest,
    replace_array,
    replace_array,
    replace_numbers,
    replace_numbers,
)


def damage(bundle: Path, seed: int) -> str:
    """Damage a bundle, write a fresh manifest in half of the cases, and return what was done."""
    random = np.random.default_rng(seed)
    change = DAMAGES[random.integers(len(DAMAGES))]
    change(bundle, random)
    is_fresh = bool(random.integers(2))
    if is_fresh:
        write_manifest(bundle)
    return f"{change.__name__}{', fresh manifest' if is_fresh else ''}"


def write_manifest(bundle: Path) -> None:
    """Make the manifest match the files again, as an attacker could; a damaged one stays."""
    path = bundle / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        manifest["sha256"] = {
            file.name: hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted(bundle.iterdir())
            if file.name != path.name and file.is_file() and not file.is_symlink()
        }
    except (OSError, ValueError, TypeError, RecursionError):
        return
    path.write_text(json.dumps(manifest), encoding="utf-8", errors="surrogatepass")


def end_of(bundle: Path, articles: Sequence[Article], intact: Sequence[Any]) -> str:
    """Return how a bundle ends: ``refused``, ``labels``, or a fault.

    A bundle that is not refused gives one prediction an article, whose labels are its own and
    whose probabilities are from 0 to 1; with its own manifest, it gives those of the intact one.
    """
    try:
        model = load_bundle(bundle)
    except BundleError as error:
        if len(error.faults) == 1 and "\n" not in error.faults[0] and len(error.faults[0]) < 1000:
            return "refused"
        return f"refused in {len(error.faults)} faults: {str(error)[:300]}"
    found = model.predict(articles)
    if found == intact:
        return "labels"
    for prediction in found:
        scores = prediction.scores.values()
        if not set(prediction.labels) <= set(model.labels) or not all(0 <= s <= 1 for s in scores):
            return f"labels that are no probabilities: {prediction}"
    return "other labels" if len(found) == len(intact) else "labels of other articles"


def _file(bundle: Path, random: Random, pattern: str = "*") -> Path:
    paths = sorted(path for path in bundle.glob(pattern) if path.is_file())
    return paths[random.integers(len(paths))]


def _places(value: Any) -> Any:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in list(items):
        yield value, key
        if isinstance(child, dict | list):
            yield from _places(child)
