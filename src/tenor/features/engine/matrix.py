"""From counted rows to a TF-IDF matrix."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np
from scipy.sparse import csr_matrix

from tenor.features.engine import kernels
from tenor.features.engine.arrays import CsrRows
from tenor.features.engine.threads import map_in_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

Item = TypeVar("Item")


class Weighting(NamedTuple):
    """How counts become TF-IDF values.

    Attributes
    ----------
    idf
        The inverse document frequency of each column of the matrix, shape (n_features,).
    sublinear_tf, binary
        As scikit-learn's.
    norm
        0 for none, 1 for l1, 2 for l2.
    dtype
        The type of the values, float32 or float64.
    """

    idf: NDArray[Any]
    sublinear_tf: bool
    binary: bool
    norm: int
    dtype: np.dtype[Any]


def tfidf_matrix(
    items: Iterable[Item],
    rows_of: Callable[[Item], tuple[CsrRows, NDArray[np.intp]]],
    weighting: Weighting,
    *,
    new_columns: NDArray[np.int32],
    n_entries: int,
    n_jobs: int,
) -> csr_matrix:
    """Return the TF-IDF matrix of counted rows, shape (n_rows, n_features).

    Parameters
    ----------
    items
        What rows come from, batch by batch.
    rows_of
        Returns the counted rows of an item, and the positions of those that are wanted. It is
        called by threads.
    weighting
        How counts become values.
    new_columns
        The column of the matrix for each counted column, shape (n_columns,), as
        `kernels.tfidf_values` takes it.
    n_entries
        The number of entries of the matrix where it is known, to allocate it once; else 0.
    n_jobs
        The number of threads.
    """
    idf, sublinear_tf, binary, norm, dtype = weighting

    def values_of(item: Item) -> Any:
        rows, chosen = rows_of(item)
        return kernels.tfidf_values(
            *rows,
            chosen,
            new_columns,
            idf,
            (sublinear_tf, binary),
            norm,
            np.empty(0, dtype=dtype),
        )

    row_ends = [np.zeros(1, dtype=np.int64)]
    columns = np.empty(n_entries, dtype=np.int32)
    values: NDArray[Any] = np.empty(n_entries, dtype=dtype)
    n_filled = 0
    # Batches are copied as they come, so that the matrix is never held twice.
    for ends, batch_columns, batch_values in map_in_order(values_of, items, n_jobs):
        size = n_filled + len(batch_columns)
        if size > len(columns):
            columns.resize(size + size // 4, refcheck=False)
            values.resize(size + size // 4, refcheck=False)
        columns[n_filled:size] = batch_columns
        values[n_filled:size] = batch_values
        row_ends.append(ends + n_filled)
        n_filled = size
    columns.resize(n_filled, refcheck=False)
    values.resize(n_filled, refcheck=False)
    # SciPy wants one type for both index arrays: the narrow one wherever it suffices.
    index_type = np.int32 if n_filled < 2**31 else np.int64
    indptr: NDArray[Any] = np.concatenate(row_ends).astype(index_type, copy=False)
    return csr_matrix(
        (values, columns.astype(index_type, copy=False), indptr),
        shape=(len(indptr) - 1, len(idf)),
        copy=False,
    )
