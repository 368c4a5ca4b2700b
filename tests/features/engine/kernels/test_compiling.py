"""Compilation where its results cannot be kept."""

from __future__ import annotations

import subprocess
import sys


def test_kernels_compile_where_nothing_can_be_written() -> None:
    """A read-only installation without a home: each process compiles for itself."""
    code = (
        "from numba.core import caching\n"
        "for locator in list(caching.CacheImpl._locator_classes):\n"
        "    locator.from_function = classmethod(lambda cls, *a: None)\n"
        "from tenor.features.engine.kernels.ngram_table import new_ngram_table\n"
        "print(new_ngram_table()[2] == 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "True\n"
