"""Tests of what the process that workers are forked from imports."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys
import {module}
from tenor.features.engine import kernels

print(sorted({{"pandas", "scipy.linalg", "mlflow", "sklearn"}} & set(sys.modules)))
print(bool(kernels.new_ngram_table.signatures))
import {left_out}
print({left_out}.__name__)
"""


@pytest.mark.parametrize(
    ("module", "left_out"),
    [
        ("tenor.prediction.worker_imports", "scipy.linalg"),
        ("tenor.prediction.worker_arrow", "pandas"),
    ],
)
def test_the_server_imports_little_and_hides_nothing_for_good(module, left_out):
    program = PROGRAM.format(module=module, left_out=left_out)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["[]", "True", left_out]


def test_pyarrow_makes_tables_of_python_values_without_pandas():
    program = """
import sys
import tenor.prediction.worker_arrow
import pyarrow as pa

rows = [{"names": ["a"], "scores": {"b": 0.5}}, {"names": None, "scores": None}]
types = {"names": pa.list_(pa.string()), "scores": pa.map_(pa.string(), pa.float64())}
print(pa.Table.from_pylist(rows, pa.schema(list(types.items()))).to_pylist())
print("pandas" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "[{'names': ['a'], 'scores': [('b', 0.5)]}, {'names': None, 'scores': None}]",
        "False",
    ]
