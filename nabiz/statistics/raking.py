"""Weights that make respondents look like the population where only its margins are known, not the cross (raking).

Two tables suffice, say customers by plan and customers by region. It mends only the imbalance that was measured: show
the raw number beside the weighted one, and how many answers the weighted one is worth.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import FloatArray, counts, divide

# Margins that are rounded counts need not add up to the last digit.
SAME_TOTAL = 1e-6


@dataclass(frozen=True, slots=True)
class Raked:
    """One weight per cell, shaped like the respondents, for each answer in it; NaN in a cell without answers.

    `n_effective` and `deff` are Kish's; `weight_ratio` is the largest over the smallest weight that is not 0. Not
    `converged` means that no weights meet all margins: cells without answers stand in the way.
    """

    weights: FloatArray
    deff: float
    n_effective: float
    weight_ratio: float
    iterations: int
    converged: bool


def rake(
    respondents: npt.ArrayLike,
    margins: Sequence[npt.ArrayLike],
    *,
    weight_cap: float | None = None,
    max_iter: int = 1000,
    tol: float = 1e-10,
) -> Raked:
    """Iterative proportional fitting (Deming & Stephan 1940), as R's survey::rake.

    `respondents` are counts in a table of two or more dimensions, `margins` the population along each of them, in
    order: numbers of customers, or shares. Converged when every margin is met within `tol` of the total. `weight_cap`
    then limits the largest weight to that multiple of the smallest, and the margins are met less well.

    ValueError for margins of wrong length or different totals, or a margin of customers of whom nobody answered: merge
    that group with its neighbour.
    """
    (seen,) = counts(respondents)
    wanted = [counts(margin)[0] for margin in margins]
    _check(seen, wanted)
    fitted, iterations, gap = seen, 0, _gap(seen, wanted)
    while gap > tol and iterations < max_iter:
        for axis, margin in enumerate(wanted):
            fitted = fitted * np.nan_to_num(_along(divide(margin, _total(fitted, axis)), axis, seen.ndim))
        iterations, gap = iterations + 1, _gap(fitted, wanted)
    weights = _capped(divide(fitted, seen), weight_cap)
    n, total = seen.sum(), np.nansum(weights * seen)
    n_effective = divide(total**2, np.nansum(weights**2 * seen))
    used = weights[weights > 0]
    return Raked(
        weights,
        deff=float(divide(n, n_effective)),
        n_effective=float(n_effective),
        weight_ratio=float(used.max() / used.min()) if used.size else np.nan,
        iterations=iterations,
        converged=bool(gap <= tol),
    )


def _check(seen: FloatArray, wanted: Sequence[FloatArray]) -> None:
    if seen.shape != tuple(margin.size for margin in wanted):
        raise ValueError("give one margin per dimension, as long as the respondents are there")
    totals = [float(margin.sum()) for margin in wanted]
    if max(totals) - min(totals) > SAME_TOTAL * max(totals):
        raise ValueError(f"the margins add up to different totals: {totals}")
    for axis, margin in enumerate(wanted):
        if bool(np.any((margin > 0) & (_total(seen, axis) == 0))):
            raise ValueError("nobody answered in a group of the population: merge it with its neighbour")


def _total(cells: FloatArray, axis: int) -> FloatArray:
    return np.asarray(cells.sum(axis=tuple(set(range(cells.ndim)) - {axis})), dtype=np.float64)


def _along(margin: FloatArray, axis: int, dimensions: int) -> FloatArray:
    return margin.reshape([-1 if i == axis else 1 for i in range(dimensions)])


def _gap(cells: FloatArray, wanted: Sequence[FloatArray]) -> float:
    """How far the worst margin is off, as a share of the population."""
    off = max(float(np.abs(_total(cells, axis) - margin).max()) for axis, margin in enumerate(wanted))
    return off / (float(wanted[0].sum()) or 1.0)


def _capped(weights: FloatArray, cap: float | None) -> FloatArray:
    used = weights[weights > 0]
    return weights if cap is None or used.size == 0 else np.minimum(weights, cap * used.min())
