"""Percentiles of a list of numbers."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import FloatArray


def percentiles(values: npt.ArrayLike, shares: Sequence[float]) -> FloatArray:
    """The values below which the given shares (0..1) of the numbers lie, in the order of `shares`.

    Hyndman & Fan (1996) type 7: linear between order statistics, the default of numpy and R. NaN among the values is
    left out; nothing left is NaN. ValueError for a share off 0..1. Durations with open ends need `survival` instead.
    """
    if not all(0 <= share <= 1 for share in shares):
        raise ValueError("shares lie between 0 and 1")
    numbers = np.asarray(values, dtype=np.float64).ravel()
    known = numbers[~np.isnan(numbers)]
    if known.size == 0:
        return np.full(len(shares), np.nan)
    return np.asarray(np.quantile(known, shares, method="linear"), dtype=np.float64)
