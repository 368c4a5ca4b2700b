"""What workers need; importing this module makes it ready in the process that they come from.

It is for that process alone: libraries that look for others do not find those that workers never
use, and keep that in mind.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from types import ModuleType

import tenor.features.scoring
import tenor.prediction.workers  # noqa: F401
from tenor.features.engine import kernels


class _Refuse(MetaPathFinder):
    """Finds some modules before all others do, and refuses to import them."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    def find_spec(self, fullname: str, path: object, target: ModuleType | None = None) -> None:
        """Raise ImportError for the modules."""
        if fullname in self._names:
            raise ImportError(f"workers do not use {fullname}", name=fullname)


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Make modules look as if they were not installed, to libraries that can do without them."""
    finder = _Refuse(names)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


# The first compiled loop loads the compiler, which takes longer than all of the loops. numba looks
# for scipy.linalg, a quarter of that, for products of matrices, of which the loops have none.
with without("scipy.linalg"):
    kernels.new_ngram_table()
