"""The modules that workers need, imported in the process that they are forked from.

Only that process imports this module. numba and pyarrow are loaded without optional dependencies
that workers do not use, and do not look for them again.
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


class _BlockedModules(MetaPathFinder):
    """A finder that raises ImportError for some modules."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    def find_spec(self, fullname: str, path: object, target: ModuleType | None = None) -> None:
        """Raise ImportError if the module is one of them."""
        if fullname in self._names:
            raise ImportError(f"workers do not use {fullname}", name=fullname)


@contextmanager
def blocked_modules(*names: str) -> Iterator[None]:
    """Make the import of modules raise ImportError, as if they were not installed."""
    finder = _BlockedModules(names)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


# The first call of a kernel loads the compiler, which takes longer than all kernels. A quarter of
# this is the import of scipy.linalg, which numba needs for matrix products; no kernel has any.
with blocked_modules("scipy.linalg"):
    kernels.new_ngram_table()
