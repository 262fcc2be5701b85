"""Charts that are watched every period: CUSUM and EWMA for small lasting shifts, the p-chart for shares.

Chart residuals, not raw values: trend, weekday and holidays go first, or they will be what alarms. Target and sigma
come from a frozen baseline. How often a chart cries wolf is in `run_length`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import Array, BoolArray, FloatArray, columns, counts, divide, settle

# The mean range of two normal observations, in standard deviations, to the digits that control chart tables print.
MEAN_RANGE_OF_TWO = 1.128
# A sum of decimals that stands exactly on its limit may come out a rounding error above it.
GUARD = 1e-9


@dataclass(frozen=True, slots=True)
class Cusum:
    """Both sums after each observation, in sigmas, shaped like the values; and whether one is above the limit."""

    up: FloatArray
    down: FloatArray
    limit: float

    @property
    def alarms(self) -> BoolArray:
        return np.maximum(self.up, self.down) > self.limit + GUARD

    @property
    def first_alarm(self) -> Any:
        """Position of the first alarm, counted from 0: one number, or one per series. NaN: none."""
        return first_alarm(self.alarms)


@dataclass(frozen=True, slots=True)
class Ewma:
    """The weighted mean after each observation with its limits, in the unit of the values and shaped like them."""

    mean: FloatArray
    low: FloatArray
    high: FloatArray

    @property
    def alarms(self) -> BoolArray:
        slack = GUARD * (self.high - self.low)
        return (self.mean > self.high + slack) | (self.mean < self.low - slack)

    @property
    def first_alarm(self) -> Any:
        """Position of the first alarm, counted from 0: one number, or one per series. NaN: none."""
        return first_alarm(self.alarms)


@dataclass(frozen=True, slots=True)
class ShareChart:
    """A share per period with its own limits, which are narrower where n is larger; all fractions.

    `dispersion` is Laney's sigma_z: the variation between periods over what their n explains. Above 1.2 the shares vary
    for other reasons too, and limits without it alarm for nothing.
    """

    centre: float
    share: FloatArray
    low: FloatArray
    high: FloatArray
    dispersion: float

    @property
    def alarms(self) -> BoolArray:
        return (self.share > self.high + GUARD) | (self.share < self.low - GUARD)


def cusum(
    values: npt.ArrayLike,
    *,
    target: npt.ArrayLike,
    sigma: npt.ArrayLike,
    k: float = 0.5,
    h: float = 5.0,
    head_start: float = 0.0,
) -> Cusum:
    """Tabular CUSUM (Page 1954; Montgomery, Statistical Quality Control): C+ = max(0, C+ + z - k), C- alike for -z.

    `values` has shape (periods,) or (series, periods), then with one target and sigma for all or one per series. k is
    half the shift to be found and h the limit, both in sigmas; `head_start` is where both sums begin (h / 2 answers
    faster to a start off target). A gap (NaN) leaves the sums as they are. The sums run on after an alarm. All NaN
    where sigma is 0. ValueError for a negative k, h or sigma.
    """
    if k < 0 or h < 0:
        raise ValueError("k and h cannot be negative")
    z = _standardised(values, target, sigma)
    return Cusum(_one_sided(z - k, head_start), _one_sided(-z - k, head_start), h)


def ewma(
    values: npt.ArrayLike,
    *,
    target: npt.ArrayLike,
    sigma: npt.ArrayLike,
    weight: float = 0.1,
    width: float = 2.814,
    asymptotic: bool = False,
) -> Ewma:
    """Exponentially weighted moving average chart (Roberts 1959; Lucas & Saccucci 1990), starting at the target.

    `weight` is lambda, `width` is L: limits lie L sigma sqrt(lambda / (2 - lambda) (1 - (1 - lambda)^2i)) from the
    target after i observations, or at their final distance from the start if `asymptotic`. Shapes and gaps as for
    `cusum`. All NaN where sigma is 0. ValueError for a lambda off 0..1 or a negative L or sigma.
    """
    if not 0 < weight <= 1 or width < 0:
        raise ValueError("lambda lies between 0 and 1, and L is not negative")
    z = _standardised(values, target, sigma)
    seen = np.cumsum(~np.isnan(z), axis=-1)
    age = np.inf if asymptotic else 2.0 * seen
    reach = width * np.sqrt(weight / (2 - weight) * (1 - (1 - weight) ** np.asarray(age)))
    centre, unit = (np.asarray(given, dtype=np.float64)[..., None] for given in (target, sigma))
    unit = np.where(unit > 0, unit, np.nan)
    low, high = (np.broadcast_to(centre + unit * side, z.shape) for side in (-reach, reach))
    return Ewma(centre + unit * _smoothed(z, weight), low, high)


def p_chart(
    events: npt.ArrayLike,
    n: npt.ArrayLike,
    *,
    centre: float | None = None,
    sigmas: float = 3.0,
    laney: bool = False,
) -> ShareChart:
    """Shewhart chart of a share with its own n in each period: centre +- sigmas sqrt(centre (1 - centre) / n).

    `centre` is the baseline share; without one, the pooled share of the periods given. With `laney` the limits are
    widened (or narrowed) by the dispersion (Laney 2002, p'). Limits are clipped to 0..1. A period without n is NaN and
    never alarms. ValueError for negative counts or more events than n.
    """
    happened, size = counts(np.atleast_1d(events), np.atleast_1d(n))
    if bool(np.any(happened > size)):
        raise ValueError("there cannot be more events than cases")
    middle = float(divide(happened.sum(), size.sum())) if centre is None else centre
    share = divide(happened, size)
    spread = np.sqrt(divide(middle * (1 - middle), size))
    z = divide(share - middle, spread)
    steps = np.abs(np.diff(z[~np.isnan(z)]))
    dispersion = float(divide(steps.sum(), steps.size * MEAN_RANGE_OF_TWO))
    reach = sigmas * spread * (dispersion if laney else 1.0)
    return ShareChart(middle, share, np.clip(middle - reach, 0, 1), np.clip(middle + reach, 0, 1), dispersion)


def first_alarm(alarms: BoolArray) -> Any:
    """Where along the last axis the first alarm stands; NaN where there is none."""
    place = np.argmax(alarms, axis=-1) if alarms.shape[-1] else np.zeros(alarms.shape[:-1])
    return settle(np.where(alarms.any(axis=-1), place, np.nan))


def _standardised(values: npt.ArrayLike, target: npt.ArrayLike, sigma: npt.ArrayLike) -> FloatArray:
    centre, unit = columns(target, sigma)
    if bool(np.any(unit < 0)):
        raise ValueError("sigma cannot be negative")
    return divide(np.asarray(values, dtype=np.float64) - centre[..., None], unit[..., None])


def _one_sided(steps: FloatArray, start: float) -> FloatArray:
    """The sum that never falls below 0 is the plain sum above the lowest that it has been."""
    known = np.where(np.isnan(steps).all(axis=-1, keepdims=True), steps, np.nan_to_num(steps))
    total = np.cumsum(known, axis=-1)
    return total + np.maximum(start, -np.minimum.accumulate(total, axis=-1))


def _smoothed(z: FloatArray, weight: float) -> FloatArray:
    mean: Array = np.zeros(z.shape[:-1])
    means = np.full(z.shape, np.nan)
    for i in range(z.shape[-1]):
        mean = np.where(np.isnan(z[..., i]), mean, (1 - weight) * mean + weight * z[..., i])
        means[..., i] = mean
    return means
