"""Dual coordinate descent for linear support vector machines, as compiled loops.

Every feature x_f of a problem may be scaled by s_f, which NB-SVM needs, without a scaled copy of
the matrix. Training on s_f * x_f with weights v_f gives the scores of training on x_f with weights
w_f = s_f * v_f. The solver keeps w. A step that adds d * s_f * x_f to v_f adds d * s_f**2 * x_f to
w_f, so that only the squares of the scales are needed.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from tenor.features.engine.kernels.compiling import compiled

# Sums over the features of a row may be reordered, which lets the processor add several at once.
# NaN and infinity keep their meaning: the solver compares with infinity.
fast = partial(compiled, fastmath={"reassoc", "contract", "nsz", "arcp"})


@fast
def column_sizes(indices, n_columns):
    """Return the number of entries of each column of a CSR matrix, int32, shape (n_columns,).

    ``indices`` is the matrix's array of columns, shape (n_entries,).
    """
    out = np.zeros(n_columns, dtype=np.int32)
    for column in indices:
        out[column] += 1
    return out


@fast
def column_sums(data, indices, indptr, rows, n_columns):
    """Return the sum of each column over some rows of a CSR matrix, float64, shape (n_columns,).

    Parameters
    ----------
    data : float32, shape (n_entries,)
    indices : int32, shape (n_entries,)
    indptr : int32 or int64, shape (n + 1,)
        The CSR matrix.
    rows : int64, shape (n_rows,)
        The positions of the rows.
    n_columns : int
        The number of columns.
    """
    out = np.zeros(n_columns)
    for i in rows:
        for j in range(indptr[i], indptr[i + 1]):
            out[indices[j]] += data[j]
    return out


@fast
def squared_norms(data, indices, indptr, squared_scales):
    """Return the squared Euclidean norm of each row of a CSR matrix, its features scaled.

    Parameters
    ----------
    data : float32, shape (n_entries,)
    indices : int32, shape (n_entries,)
    indptr : int32 or int64, shape (n + 1,)
        The CSR matrix.
    squared_scales : float32, shape (n_features,) or (0,)
        The squared scale of each feature; empty for no scaling.

    Returns
    -------
    norms : float64, shape (n,)
    """
    out = np.zeros(len(indptr) - 1)
    for i in range(len(out)):
        norm = np.float32(0.0)
        if len(squared_scales):
            for j in range(np.uint64(indptr[i]), np.uint64(indptr[i + 1])):
                norm += data[j] * data[j] * squared_scales[np.uint64(indices[j])]
        else:
            for j in range(np.uint64(indptr[i]), np.uint64(indptr[i + 1])):
                norm += data[j] * data[j]
        out[i] = norm
    return out


@fast
def solve(
    data,
    indices,
    indptr,
    norms,
    squared_scales,
    is_positive,
    costs,
    tolerance,
    max_iter,
    seed,
    weights,
):
    """Fit one binary problem with squared hinge loss and a regularized intercept.

    Parameters
    ----------
    data : float32, shape (n_entries,)
    indices : int32, shape (n_entries,)
    indptr : int32 or int64, shape (n + 1,)
        The CSR matrix of n articles.
    norms : float64, shape (n,)
        The squared norm of each row, as `squared_norms` returns it.
    squared_scales : float32, shape (n_features,) or (0,)
        The squared scale of each feature; empty for no scaling.
    is_positive : bool, shape (n,)
        Which articles have the label.
    costs : float64, shape (2,)
        C of the articles without and with the label.
    tolerance : float
        Stop when the projected gradients of all articles lie in a range of this length.
    max_iter : int
        Stop after this number of passes over the articles.
    seed : uint64
        The seed of the order in which articles are visited; not 0.
    weights : float32, shape (n_features,)
        Zeros. They become the weights of the unscaled features.

    Returns
    -------
    intercept : float
    n_iter : int
        The number of passes.

    Notes
    -----
    Algorithm 3 of Hsieh, Chang, Lin, Keerthi and Sundararajan (2008), "A dual coordinate descent
    method for large-scale linear SVM", with its shrinking and its stopping rule. The problem has
    one dual variable ``alpha`` for each article; the weights are the sum of the articles' rows,
    each times its ``alpha`` and its sign. A step solves for one variable exactly, all others fixed,
    and updates the weights. The intercept is the weight of a further feature, which is 1 in every
    article.
    """
    n = len(is_positive)
    alpha = np.zeros(n)
    # The first n_active articles of the order are visited; those behind them are shrunk away.
    order = np.arange(n)
    n_active = n
    intercept = 0.0
    # The largest projected gradient of the pass before, above which articles are shrunk.
    shrink_above = np.inf
    state = np.uint64(seed)
    for step in range(max_iter):
        max_gradient, min_gradient = -np.inf, np.inf
        # A new random order for each pass converges in far fewer passes than a fixed one. The
        # xorshift generator is three shifts a number, and needs no state but 64 bits.
        for k in range(n_active):
            state ^= state << np.uint64(13)
            state ^= state >> np.uint64(7)
            state ^= state << np.uint64(17)
            other = k + np.int64(state % np.uint64(n_active - k))
            order[k], order[other] = order[other], order[k]
        k = 0
        while k < n_active:
            i = order[k]
            sign = 1.0 if is_positive[i] else -1.0
            # The squared hinge loss adds this to the diagonal of the dual problem.
            diagonal = 0.5 / (costs[1] if is_positive[i] else costs[0])
            # Unsigned indices spare the check for negative ones. The sum is in the precision of
            # the weights, float32: twice as many terms at once as in float64.
            score = weights.dtype.type(0.0)
            for j in range(np.uint64(indptr[i]), np.uint64(indptr[i + 1])):
                score += data[j] * weights[np.uint64(indices[j])]
            gradient = sign * (score + intercept) - 1.0 + alpha[i] * diagonal
            # The projected gradient is 0 where a step would only lead out of alpha >= 0.
            projected = gradient
            if alpha[i] == 0.0:
                if gradient > shrink_above:
                    # Shrinking: the article is far on the right side of the margin and will most
                    # likely stay there. It changes places with the last active one, and is not
                    # visited before the others have converged.
                    n_active -= 1
                    order[k], order[n_active] = order[n_active], order[k]
                    continue
                projected = min(gradient, 0.0)
            max_gradient = max(max_gradient, projected)
            min_gradient = min(min_gradient, projected)
            if abs(projected) > 1e-12:
                before = alpha[i]
                # A Newton step, exact as the problem of one variable is quadratic. The 1.0 is the
                # square of the intercept's feature.
                alpha[i] = max(before - gradient / (norms[i] + 1.0 + diagonal), 0.0)
                change = weights.dtype.type(sign * (alpha[i] - before))
                intercept += change
                if len(squared_scales):
                    for j in range(np.uint64(indptr[i]), np.uint64(indptr[i + 1])):
                        feature = np.uint64(indices[j])
                        weights[feature] += change * data[j] * squared_scales[feature]
                else:
                    for j in range(np.uint64(indptr[i]), np.uint64(indptr[i + 1])):
                        weights[np.uint64(indices[j])] += change * data[j]
            k += 1
        if max_gradient - min_gradient > tolerance:
            shrink_above = max_gradient if max_gradient > 0.0 else np.inf
        elif n_active == n:
            return intercept, step + 1
        else:
            # The active articles have converged. All articles are visited once more, since some
            # may have been shrunk away too early.
            n_active = n
            shrink_above = np.inf
    return intercept, max_iter
