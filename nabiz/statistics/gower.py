"""Distances between customers described by numbers and by names at once (Gower 1971).

Money should come in as its logarithm, without the most extreme per cent, or one rich customer makes all others alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nabiz.statistics.columns import FloatArray, divide

Kind = Literal["numeric", "categorical", "asymmetric"]


@dataclass(frozen=True, slots=True)
class Variable:
    """One value per row; None or NaN is missing.

    `numeric` values differ by their share of the range (steps of an ordered scale: give their places), `categorical`
    ones by 0 or 1; of `asymmetric` ones, both false is no likeness but says nothing. The weight is relative.
    """

    values: Sequence[object]
    kind: Kind = "numeric"
    weight: float = 1.0


def distances(variables: Sequence[Variable]) -> FloatArray:
    """The n x n matrix of weighted mean differences, each 0..1: what R's `daisy(metric = "gower")` gives.

    A variable missing in either row is left out for that pair; a pair left with no variable is NaN. A variable that
    does not vary counts as a difference of 0. Memory: three n x n tables of float64, 600 MB for 5,000 rows. ValueError
    without variables, for unequal lengths, negative weights, and for an infinite number.
    """
    sizes = {len(variable.values) for variable in variables}
    if len(sizes) != 1 or any(not variable.weight >= 0 for variable in variables):
        raise ValueError("give one variable or more, of one length, with weights of 0 or more")
    n = sizes.pop()
    total, weight = np.zeros((n, n)), np.zeros((n, n))
    for variable in variables:
        _add(variable, total, weight)
    found = divide(total, weight)
    np.fill_diagonal(found, np.where(np.diagonal(weight) > 0, 0.0, np.nan))
    return found


def mean_distance(matrix: FloatArray) -> float:
    """The mean over all pairs of different rows. NaN with fewer than two rows, or where a pair is undefined."""
    n = len(matrix)
    return float((matrix.sum() - np.trace(matrix)) / (n * (n - 1))) if n > 1 else np.nan


def _add(variable: Variable, total: FloatArray, weight: FloatArray) -> None:
    """Add the variable's differences and weights to the sums of all."""
    codes = _numbers(variable.values) if variable.kind != "categorical" else _codes(variable.values)
    known = ~np.isnan(codes)
    codes = np.where(known, codes, 0.0)
    both = np.logical_and.outer(known, known)
    if variable.kind == "numeric":
        span = np.ptp(codes[known]) if known.any() else 0.0
        difference = np.abs(np.subtract.outer(codes, codes))
        difference /= span if span > 0 else 1.0
    else:
        difference = np.not_equal.outer(codes, codes).astype(np.float64)
    if variable.kind == "asymmetric":
        both &= np.logical_or.outer(codes > 0, codes > 0)
    total += np.multiply(difference, both, out=difference) * variable.weight
    weight += both * variable.weight


def _numbers(values: Sequence[object]) -> FloatArray:
    numbers = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    if bool(np.isinf(numbers).any()):
        raise ValueError("a distance to infinity is no distance")
    return numbers


def _codes(values: Sequence[object]) -> FloatArray:
    places: dict[object, int] = {}
    return np.array(
        [np.nan if value is None or value != value else places.setdefault(value, len(places)) for value in values],
        dtype=np.float64,
    )
