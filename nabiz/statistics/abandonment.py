"""Queues that callers leave: Erlang A (M/M/n+M), where patience is exponential.

The wait that an endlessly patient caller would meet has density proportional to exp(a H(x) - n x), where H is the time
spent before hanging up at x, and its mass at 0 follows from Erlang B (Baccelli & Hebuterne 1981; Zeltyn & Mandelbaum
2005). Each measure is then one integral, so that thousands of agents cost as much as ten, without factorials.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import special

from nabiz.statistics.columns import FloatArray, Numbers, counts, divide, settle
from nabiz.statistics.erlang import erlang_b, offered_load

Height: TypeAlias = Callable[[FloatArray], FloatArray]

NODES, GAPS = np.polynomial.legendre.leggauss(96)
# Where the density has fallen by e^-40 from its peak, nothing is left to integrate.
DEEP = 40.0
HALVINGS = 60


@dataclass(frozen=True, slots=True)
class ImpatientQueue(Generic[Numbers]):
    """What callers meet when some hang up. Shares are fractions, `mean_wait` is over all callers, answered or not.

    The share answered within the target comes over all callers (the default), over those answered, and over all but
    those who hung up within the target: state which.
    """

    load: Numbers
    prob_wait: Numbers
    abandoned: Numbers
    occupancy: Numbers
    length: Numbers
    mean_wait: Numbers
    service_level: Numbers
    service_level_of_answered: Numbers
    service_level_without_short_abandons: Numbers


def erlang_a(
    calls: Numbers | float,
    interval: Numbers | float,
    handling: Numbers | float,
    agents: Numbers | float,
    patience: Numbers | float,
    target: Numbers | float,
) -> ImpatientQueue[Numbers]:
    """M/M/n+M, exact. `patience` is the mean time until a waiting caller hangs up; infinite gives Erlang C.

    All times share one unit. Inputs are numbers, or arrays that broadcast. With infinite patience and too few agents,
    or with neither calls nor agents, all but the load is NaN. ValueError for negative numbers, an empty interval,
    agents that are not whole, or patience that is not positive, as handling must be where there are calls.
    """
    given = (offered_load(calls, interval, handling), calls, interval, agents, handling, patience, target)
    offered, arriving, length, n, each, bears, within = counts(*given)
    if bool(np.any((bears <= 0) | (arriving > 0) & (each <= 0))):
        raise ValueError("patience and handling take a positive time")
    unit = np.where(offered > 0, each, 1.0)
    wait = _wait(offered, n, unit / bears, within / unit)
    answered = 1 - wait.abandoned
    return ImpatientQueue(
        load=settle(offered),
        prob_wait=settle(wait.any),
        abandoned=settle(wait.abandoned),
        occupancy=settle(divide(offered * answered, n)),
        length=settle(divide(arriving * wait.mean * unit, length)),
        mean_wait=settle(wait.mean * unit),
        service_level=settle(wait.in_time),
        service_level_of_answered=settle(divide(wait.in_time, answered)),
        service_level_without_short_abandons=settle(divide(wait.in_time, 1 - wait.gone_in_time)),
    )


def mean_patience(total_wait: Numbers | float, abandons: Numbers | float) -> Numbers:
    """Time waited by all callers, answered or not, per caller who hung up: the estimate under censoring.

    The mean wait of those who hung up is far too short. NaN without abandons. ValueError for negative numbers.
    """
    waited, left = counts(total_wait, abandons)
    answer: Numbers = settle(divide(waited, left))
    return answer


@dataclass(frozen=True, slots=True)
class _Wait:
    """Shares of callers who wait at all, hang up, are answered in time, hang up in time; and their mean wait."""

    any: FloatArray
    abandoned: FloatArray
    in_time: FloatArray
    gone_in_time: FloatArray
    mean: FloatArray


def _wait(load: FloatArray, n: FloatArray, leaving: FloatArray, within: FloatArray) -> _Wait:
    """Times in mean handling times; `leaving` is the rate at which a waiting caller hangs up."""
    bounded = (leaving > 0) | (n > load)
    agents = np.where(bounded & (n > 0), n, np.nan)
    x, weight, log_area = _density(load, agents, leaving, within)
    blocking = np.asarray(erlang_b(load, np.maximum(agents - 1, 0)))
    with np.errstate(divide="ignore"):
        any_wait = special.expit(np.log(load) + log_area + np.log(blocking))
    rate, limit = leaving[..., None], within[..., None]

    def over(measure: FloatArray) -> FloatArray:
        return np.asarray(any_wait * (weight * measure).sum(axis=-1), dtype=np.float64)

    mean = over(_before_leaving(x, rate))
    in_time = 1 - any_wait + over(np.where(x <= limit, np.exp(-rate * x), 0.0))
    gone = over(-np.expm1(-rate * np.minimum(x, limit)))
    # Nobody there to answer: every caller waits until patience ends.
    none = (n == 0) & (load > 0) & (leaving > 0)
    return _Wait(
        any=np.where(none, 1.0, any_wait),
        abandoned=np.where(none, 1.0, leaving * mean),
        in_time=np.where(none, 0.0, in_time),
        gone_in_time=np.where(none, -np.expm1(-leaving * within), gone),
        mean=np.where(none, divide(1.0, leaving), mean),
    )


def _density(
    load: FloatArray, n: FloatArray, leaving: FloatArray, within: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Nodes on both sides of the target along the last axis, weights that add up to 1, and the log of the area."""

    def height(x: FloatArray) -> FloatArray:
        return load * _before_leaving(x, leaving) - n * x

    with np.errstate(divide="ignore"):
        peak = np.where(load > n, divide(np.log(load / n), leaving), 0.0)
    floor = height(peak) - DEEP
    left = np.where(height(0 * peak) < floor, _crossing(height, floor, 0 * peak, peak), 0.0)
    right = _crossing(height, floor, _beyond(height, floor, peak, 1 / n), peak)
    cut = np.clip(within, left, right)
    halves = [_spread(*ends) for ends in ((left, cut), (cut, right))]
    x, gaps = (np.concatenate(parts, axis=-1) for parts in zip(*halves, strict=True))
    top = load[..., None] * _before_leaving(x, leaving[..., None]) - n[..., None] * x - height(peak)[..., None]
    weight = gaps * np.exp(top)
    area = weight.sum(axis=-1)
    return x, weight / area[..., None], height(peak) + np.log(area)


def _before_leaving(x: npt.ArrayLike, leaving: npt.ArrayLike) -> FloatArray:
    """The mean time waited by a caller to whom x is on offer: (1 - e^-(theta x)) / theta, or x where nobody leaves."""
    return np.asarray(x * special.exprel(-np.multiply(leaving, x)), dtype=np.float64)


def _beyond(height: Height, floor: FloatArray, peak: FloatArray, step: FloatArray) -> FloatArray:
    """A place to the right of the peak that lies below the floor."""
    place = peak + step
    while bool(np.any(height(place) > floor)):
        place = np.where(height(place) > floor, peak + 2 * (place - peak), place)
    return place


def _crossing(height: Height, floor: FloatArray, below: FloatArray, above: FloatArray) -> FloatArray:
    for _ in range(HALVINGS):
        middle = (below + above) / 2
        under = height(middle) < floor
        below, above = np.where(under, middle, below), np.where(under, above, middle)
    return below


def _spread(start: FloatArray, end: FloatArray) -> tuple[FloatArray, FloatArray]:
    half = ((end - start) / 2)[..., None]
    return start[..., None] + half * (NODES + 1), half * GAPS
