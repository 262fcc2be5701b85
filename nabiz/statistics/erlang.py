"""Queues of calls for a given number of agents who never lose a caller (Erlang C) or have no queue at all (Erlang B).

Not for e-mail and back office, where work waits for hours: those need a backlog model. Erlang C staffs too many where
callers hang up (`abandonment` has Erlang A) and too few where they call again. Arrivals vary more from day to day than
Poisson, so plan for the upper quartile of the forecast.
"""

from dataclasses import dataclass
from typing import Generic

import numpy as np
import numpy.typing as npt
from scipy import special

from nabiz.statistics.columns import Array, FloatArray, Numbers, columns, counts, divide, settle

# Halving an interval of 40 that often leaves nothing to halve; at beta 40 fewer than 10^-300 wait.
HALVINGS = 80
WIDEST = 40.0
LOG_ROOT_TWO_PI = float(np.log(2 * np.pi) / 2)


@dataclass(frozen=True, slots=True)
class Queue(Generic[Numbers]):
    """What callers meet. Shares are fractions, waits are in the unit of the times given, `length` is in callers.

    `stable` is whether agents outnumber the load; where they do not, the queue grows: everyone waits, nobody is served
    in time, waits and length are NaN. `mean_wait` is over all callers (ASA), `mean_wait_if_delayed` over those waiting.
    """

    load: Numbers
    stable: Array | bool
    prob_wait: Numbers
    service_level: Numbers
    mean_wait: Numbers
    mean_wait_if_delayed: Numbers
    occupancy: Numbers
    length: Numbers


def offered_load(calls: npt.ArrayLike, interval: npt.ArrayLike, handling: npt.ArrayLike) -> FloatArray:
    """Calls x mean handling time / length of the interval, in Erlangs. No calls are no load, whatever they would take.

    ValueError for negative numbers or an interval that is not positive.
    """
    arriving, length, each = counts(calls, interval, handling)
    if bool(np.any(length <= 0)):
        raise ValueError("an interval has a positive length")
    return np.where(arriving == 0, 0.0, arriving * each / length)


def erlang_b(load: Numbers | float, servers: Numbers | float) -> Numbers:
    """The share of callers turned away when nobody can wait, by the recursion B(n) = A B / (n + A B).

    `load` in Erlangs; numbers, or arrays of one shape. Exact for thousands of servers. ValueError for negative numbers
    or servers that are not whole.
    """
    offered, agents = counts(load, servers)
    _check_whole(agents)
    blocking = np.where(np.isnan(offered + agents), np.nan, 1.0)
    for n in range(1, int(np.nanmax(agents, initial=0)) + 1):
        busy = offered * blocking
        blocking = np.where(agents >= n, busy / (n + busy), blocking)
    answer: Numbers = settle(blocking)
    return answer


def erlang_c(
    calls: Numbers | float,
    interval: Numbers | float,
    handling: Numbers | float,
    agents: Numbers | float,
    target: Numbers | float,
) -> Queue[Numbers]:
    """M/M/n, where callers wait for as long as it takes (Erlang 1917): Pw = n B / (n - A (1 - B)).

    `interval`, `handling` (mean, talk and wrap-up) and `target` (answered within) share one unit of time. Inputs are
    numbers, or arrays that broadcast. No calls and no agents leave everything undefined. ValueError for negative
    numbers, an empty interval, or agents that are not whole.
    """
    offered, n, each, within = counts(offered_load(calls, interval, handling), agents, handling, target)
    blocking = np.asarray(erlang_b(offered, n))
    stable = (n > offered) | (offered == 0)
    spare = np.where(stable, n - offered, np.nan)
    wait = np.where(stable, divide(n * blocking, n - offered * (1 - blocking)), 1.0)
    in_time = 1 - wait * np.exp(-divide(spare * within, each))
    delay = divide(each, spare)
    known = 0 * (offered + n)
    return Queue(
        load=settle(offered),
        stable=stable if stable.ndim else bool(stable),
        prob_wait=settle(wait + known),
        service_level=settle(np.where(stable, np.where(wait == 0, 1.0, in_time), 0.0) + known),
        mean_wait=settle(wait * delay),
        mean_wait_if_delayed=settle(delay),
        occupancy=settle(np.where(stable, divide(offered, n), 1.0) + known),
        length=settle(divide(wait * offered, spare)),
    )


def halfin_whitt_agents(load: Numbers | float, prob_wait: Numbers | float) -> tuple[Numbers, Numbers]:
    """(beta, agents): the square-root rule n = A + beta sqrt(A) for which that share of callers waits.

    Halfin & Whitt (1981): Pw = 1 / (1 + beta Phi(beta) / phi(beta)). Good to half an agent from about 20 Erlangs on; a
    sanity check, and not rounded. ValueError for a share off 0 < Pw <= 1 or a negative load.
    """
    offered, waiting = counts(load, prob_wait)
    if not bool(np.all((waiting > 0) & (waiting <= 1) | np.isnan(waiting))):
        raise ValueError("the share that waits lies above 0 and is at most 1")
    low, high = columns(np.zeros(waiting.shape), np.full(waiting.shape, WIDEST))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        too_few = halfin_whitt_wait(middle) > waiting
        low, high = np.where(too_few, middle, low), np.where(too_few, high, middle)
    beta = (low + high) / 2 + 0 * waiting
    return settle(beta), settle(offered + beta * np.sqrt(offered))


def halfin_whitt_wait(beta: npt.ArrayLike) -> FloatArray:
    """The share of callers who wait when n = A + beta sqrt(A). ValueError for a negative beta."""
    (safety,) = counts(beta)
    with np.errstate(divide="ignore"):
        odds = np.log(safety) + special.log_ndtr(safety) + safety**2 / 2 + LOG_ROOT_TWO_PI
    return np.asarray(special.expit(-odds), dtype=np.float64)


def _check_whole(agents: FloatArray) -> None:
    if not bool(np.all(np.isnan(agents) | (agents == np.floor(agents)))):
        raise ValueError("agents come whole")
