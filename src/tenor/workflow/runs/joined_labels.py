"""Labels joined by ``; `` in the cells of logged tables, as a matrix."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def parse_joined_labels(cells: Iterable[str], labels: Sequence[str]) -> NDArray[np.bool_]:
    """Return whether each of n cells contains each label, shape (n, n_labels).

    Parameters
    ----------
    cells
        Labels joined by ``; ``; an empty cell has none.
    labels
        All labels that occur; a label may itself contain ``; ``.

    Examples
    --------
    >>> parse_joined_labels(["war; peace", "war; trade"], ["war; peace", "war", "trade"]).tolist()
    [[True, False, False], [False, True, True]]
    """
    # The longest of several labels that begin alike is matched.
    names = "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))
    pattern = re.compile(rf"(?:^|; )({names})(?=; |$)")
    column = {label: i for i, label in enumerate(labels)}
    rows = [[column[label] for label in pattern.findall(cell)] for cell in cells]
    matrix = np.zeros((len(rows), len(labels)), dtype=bool)
    for row, columns in enumerate(rows):
        matrix[row, columns] = True
    return matrix
