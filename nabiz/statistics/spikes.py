"""Is today's number out of the ordinary? Against a history of values, or for counts against a rate."""

from dataclasses import dataclass
from typing import Generic, Literal

import numpy as np
import numpy.typing as npt
from scipy import special

from nabiz.statistics.columns import Array, BoolArray, FloatArray, Numbers, columns, counts, divide, settle
from nabiz.statistics.distributions import upper_tail
from nabiz.statistics.estimates import Estimate, make_estimate

# What a median and a mean absolute deviation of normal data are to be multiplied with to give its standard deviation.
MEDIAN_TO_SIGMA = 1.4826
MEAN_TO_SIGMA = float(np.sqrt(np.pi / 2))
UNUSUAL = 3.5


@dataclass(frozen=True, slots=True)
class RobustZ:
    """How many robust standard deviations each new value lies from the median, and what measured the deviation."""

    median: float
    mad: float
    z: Array
    scale: Literal["mad", "mean_deviation", "none"]

    @property
    def unusual(self) -> BoolArray:
        """|z| > 3.5 (Iglewicz & Hoaglin 1993). An undefined z is not unusual."""
        return np.abs(self.z) > UNUSUAL


@dataclass(frozen=True, slots=True)
class CountTest(Generic[Numbers]):
    """The count to be expected, the chance of so many or more and of so few or fewer, and the rate observed."""

    expected: Numbers
    p_upper: Numbers
    p_lower: Numbers
    rate: Estimate[Numbers]


def robust_z(history: npt.ArrayLike, new: npt.ArrayLike, *, constant: float = MEDIAN_TO_SIGMA) -> RobustZ:
    """z = (x - median) / (constant MAD): outliers in the history hide nothing (Iglewicz & Hoaglin 1993).

    Where more than half of the history is one value the MAD is 0, and 1.2533 times the mean absolute deviation from
    the median stands in. Where all of it is, z is undefined: test counts with `poisson_spike`. NaN in the history is
    left out.
    """
    numbers = np.asarray(history, dtype=np.float64).ravel()
    past = numbers[~np.isnan(numbers)]
    fresh = np.atleast_1d(np.asarray(new, dtype=np.float64))
    if past.size == 0:
        return RobustZ(np.nan, np.nan, np.full(fresh.shape, np.nan), "none")
    median = float(np.median(past))
    away = np.abs(past - median)
    mad, mean = float(np.median(away)), float(away.mean())
    if mad > 0:
        return RobustZ(median, mad, (fresh - median) / (constant * mad), "mad")
    return RobustZ(median, mad, divide(fresh - median, MEAN_TO_SIGMA * mean), "mean_deviation" if mean > 0 else "none")


def poisson_spike(
    observed: Numbers, rate: Numbers, exposure: Numbers | float = 1.0, *, confidence: float = 0.95
) -> CountTest[Numbers]:
    """Exact Poisson tails of a count against rate x exposure, and Garwood's (1936) interval of the rate observed.

    Inputs are numbers, or arrays of one shape. The rate observed is NaN without exposure. ValueError for negative
    numbers or counts that are not whole.
    """
    seen, usual, time = counts(observed, rate, exposure)
    if not bool(np.all(np.isnan(seen) | (seen == np.floor(seen)))):
        raise ValueError("a count is a whole number")
    expected = usual * time
    above = np.where(seen > 0, special.pdtrc(seen - 1, expected), 1.0) + 0 * expected
    low, high = _garwood(seen, confidence)
    found = make_estimate(
        divide(seen, time),
        (divide(low, time), divide(high, time)),
        se=divide(np.sqrt(seen), time),
        n=seen,
        confidence=confidence,
        method="garwood",
    )
    return CountTest(settle(expected), settle(above), settle(special.pdtr(seen, expected)), found)


def _garwood(seen: FloatArray, confidence: float) -> tuple[FloatArray, FloatArray]:
    """Half the chi-squared quantiles, which are gamma quantiles."""
    tail = 1 - upper_tail(confidence)
    low = special.gammaincinv(np.where(seen > 0, seen, 1.0), tail)
    (bottom, top) = columns(np.where(seen > 0, low, 0.0), special.gammainccinv(seen + 1, tail))
    return bottom, top
