"""An estimate with its bounds, and a difference with its test: what the functions of this package answer."""

from dataclasses import dataclass
from typing import Any, Generic, TypeAlias

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import FloatArray, Numbers, columns, divide, settle
from nabiz.statistics.distributions import t_p, two_sided_z

Bounds: TypeAlias = tuple[FloatArray, FloatArray]
UNLIMITED = (-np.inf, np.inf)


@dataclass(frozen=True, slots=True)
class Estimate(Generic[Numbers]):
    """A value, its confidence bounds, its standard error, and how many observations it rests on.

    Each field is a float for one group or an array for many. NaN is undefined; `n` is 0 for an empty group.
    """

    value: Numbers
    low: Numbers
    high: Numbers
    se: Numbers
    n: Numbers
    confidence: float
    method: str


@dataclass(frozen=True, slots=True)
class Difference(Generic[Numbers]):
    """After minus before, and whether chance alone would explain it.

    `value` is the difference of the displayed values; `tested` is what the statistic looks at, which some methods
    adjust for small samples. `statistic` = tested / se, to be read on `df` degrees of freedom (infinite: normal).
    """

    value: Numbers
    low: Numbers
    high: Numbers
    tested: Numbers
    se: Numbers
    statistic: Numbers
    df: Numbers
    p_value: Numbers
    confidence: float
    method: str

    @property
    def significant(self) -> Any:
        """Whether p < 1 - confidence: a bool, or an array of them. An undefined p-value is not significant."""
        verdict = np.asarray(self.p_value) < 1 - self.confidence
        return verdict if verdict.ndim else bool(verdict)


def complement(share: Estimate[Numbers]) -> Estimate[Numbers]:
    """1 - share, its bounds changed over: churn from retention. Same standard error, same n."""
    low, high = 1 - share.high, 1 - share.low
    return Estimate(1 - share.value, low, high, share.se, share.n, share.confidence, share.method)


def compare(
    before: Estimate[Numbers], after: Estimate[Numbers], *, limits: tuple[float, float] = UNLIMITED
) -> Difference[Numbers]:
    """z test of two independent estimates from their values and standard errors alone.

    Good where both samples are large; a metric with its own test (`nps.difference`, `proportions.difference`,
    `means.difference`) should use that. `limits` are the possible range of the difference, to which the interval is
    clipped. ValueError if the confidences differ.
    """
    if before.confidence != after.confidence:
        raise ValueError("the two estimates were made at different confidences")
    value_1, se_1, value_2, se_2 = columns(before.value, before.se, after.value, after.se)
    change, se = value_2 - value_1, np.hypot(se_1, se_2)
    bounds = around(change, two_sided_z(before.confidence) * se, limits)
    return make_difference(change, bounds, se=se, confidence=before.confidence, method="z")


def around(centre: npt.ArrayLike, reach: npt.ArrayLike, limits: tuple[float, float] = UNLIMITED) -> Bounds:
    """centre +- reach, clipped to what is possible."""
    middle, half = columns(centre, reach)
    return np.clip(middle - half, *limits), np.clip(middle + half, *limits)


def make_estimate(
    value: npt.ArrayLike,
    bounds: tuple[npt.ArrayLike, npt.ArrayLike],
    *,
    se: npt.ArrayLike,
    n: npt.ArrayLike,
    confidence: float,
    method: str,
) -> Estimate[Any]:
    """An `Estimate` of plain floats or of arrays, as the inputs were."""
    low, high = bounds
    return Estimate(settle(value), settle(low), settle(high), settle(se), settle(n), confidence, method)


def make_difference(
    value: npt.ArrayLike,
    bounds: tuple[npt.ArrayLike, npt.ArrayLike],
    *,
    se: npt.ArrayLike,
    confidence: float,
    method: str,
    tested: npt.ArrayLike | None = None,
    df: npt.ArrayLike = np.inf,
) -> Difference[Any]:
    """A `Difference` of plain floats or of arrays, judged by Student's t on `df` degrees of freedom (default: normal).

    A standard error of 0 leaves the statistic undefined: nothing varied, so nothing can be said about chance.
    """
    low, high = bounds
    centre, error, freedom = columns(value if tested is None else tested, se, df)
    statistic = divide(centre, error)
    return Difference(
        settle(value),
        settle(low),
        settle(high),
        tested=settle(centre),
        se=settle(error),
        statistic=settle(statistic),
        df=settle(freedom),
        p_value=settle(t_p(statistic, freedom)),
        confidence=confidence,
        method=method,
    )
