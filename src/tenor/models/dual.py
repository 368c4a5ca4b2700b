"""Dual coordinate descent for linear support vector machines, as compiled loops."""

from __future__ import annotations

from functools import partial

import numpy as np

from tenor.features.kernels.compiling import compiled

fast = partial(compiled, fastmath={"reassoc", "contract", "nsz", "arcp"})


@fast
def column_sizes(indices, n_columns):
    """Return the number of entries of each column of a CSR matrix."""
    out = np.zeros(n_columns, dtype=np.int32)
    for column in indices:
        out[column] += 1
    return out


@fast
def squared_lengths(data, indices, indptr, scales):
    """Return the squared length of each row of a CSR matrix, features scaled as in `solve`."""
    out = np.zeros(len(indptr) - 1)
    for i in range(len(out)):
        for j in range(indptr[i], indptr[i + 1]):
            value = np.float64(data[j]) * data[j]
            out[i] += value * scales[indices[j]] if len(scales) else value
    return out


@fast
def solve(
    data, indices, indptr, squares, scales, positive, costs, tolerance, max_iter, seed, w
):  # fmt: skip
    """Fit one binary problem with squared hinge loss and an intercept that is regularized.

    The method is algorithm 3 of Hsieh, Chang, Lin, Keerthi and Sundararajan (2008), "A dual
    coordinate descent method for large-scale linear SVM", with its shrinking and stopping rule.

    Parameters
    ----------
    data, indices, indptr
        The CSR matrix of n articles.
    squares
        The squared length of each row, scaled, shape (n,).
    scales
        The square of what each feature is multiplied by, shape (n_features,); empty for nothing.
    positive
        Which articles have the label, shape (n,).
    costs
        C of the articles without and with the label, shape (2,).
    tolerance, max_iter
        When to stop: at this range of projected gradients, or after so many passes.
    seed
        Of the order in which articles are visited; not 0.
    w
        Zeros, one a feature; become the weights of the features as they are.

    Returns
    -------
    tuple
        The intercept, and the number of passes.
    """
    n = len(positive)
    alpha = np.zeros(n)
    order = np.arange(n)
    intercept = 0.0
    active = n
    highest = np.inf
    state = np.uint64(seed)
    for step in range(max_iter):
        new_highest, new_lowest = -np.inf, np.inf
        for k in range(active):
            state ^= state << np.uint64(13)
            state ^= state >> np.uint64(7)
            state ^= state << np.uint64(17)
            other = k + np.int64(state % np.uint64(active - k))
            order[k], order[other] = order[other], order[k]
        k = 0
        while k < active:
            i = order[k]
            sign = 1.0 if positive[i] else -1.0
            diagonal = 0.5 / (costs[1] if positive[i] else costs[0])
            margin = w.dtype.type(0.0)
            for j in range(np.uint64(indptr[i]), np.uint64(indptr[i + 1])):
                margin += data[j] * w[np.uint64(indices[j])]
            gradient = sign * (margin + intercept) - 1.0 + alpha[i] * diagonal
            projected = gradient
            if alpha[i] == 0.0:
                if gradient > highest:
                    active -= 1
                    order[k], order[active] = order[active], order[k]
                    continue
                projected = min(gradient, 0.0)
            new_highest = max(new_highest, projected)
            new_lowest = min(new_lowest, projected)
            if abs(projected) > 1e-12:
                before = alpha[i]
                alpha[i] = max(before - gradient / (squares[i] + 1.0 + diagonal), 0.0)
                change = w.dtype.type(sign * (alpha[i] - before))
                intercept += change
                if len(scales):
                    for j in range(np.uint64(indptr[i]), np.uint64(indptr[i + 1])):
                        at = np.uint64(indices[j])
                        w[at] += change * data[j] * scales[at]
                else:
                    for j in range(np.uint64(indptr[i]), np.uint64(indptr[i + 1])):
                        w[np.uint64(indices[j])] += change * data[j]
            k += 1
        if new_highest - new_lowest > tolerance:
            highest = new_highest if new_highest > 0.0 else np.inf
        elif active == n:
            return intercept, step + 1
        else:
            # Converged on the articles that were left: look at all of them once more.
            active = n
            highest = np.inf
    return intercept, max_iter
