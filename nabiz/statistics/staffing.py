"""How many agents to schedule, interval by interval and for a day, so that callers are answered in time (Erlang C)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import Array, FloatArray, columns, counts, divide, settle
from nabiz.statistics.erlang import Queue, erlang_b, erlang_c, offered_load

# A quotient of decimals that stands exactly on a limit may come out a rounding error beyond it.
GUARD = 1e-9
SECONDS_PER_HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Goal:
    """What a plan must reach: this share answered within `target`, agents busy for no more than `max_occupancy`."""

    service_level: float = 0.8
    target: float = 20.0
    max_occupancy: float = 0.85

    def __post_init__(self) -> None:
        if not (0 <= self.service_level < 1 and 0 < self.max_occupancy <= 1 and self.target >= 0):
            raise ValueError("a service level lies below 1, an occupancy between 0 and 1, and a target is not negative")


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Agents on the phone and agents to schedule per interval, and their hours.

    `efficiency` is hours of work over hours scheduled: it falls sharply below about ten agents, which is the price of
    not pooling. NaN where nothing is scheduled.
    """

    agents: FloatArray
    scheduled: FloatArray
    workload_hours: float
    scheduled_hours: float
    full_time: float
    peak_scheduled: float
    efficiency: float


def required_agents(
    calls: npt.ArrayLike, interval: npt.ArrayLike, handling: npt.ArrayLike, goal: Goal | None = None
) -> FloatArray:
    """The fewest agents that reach the goal in each interval: whole numbers, 0 without calls, NaN for NaN.

    `calls` expected per interval; `interval`, mean `handling` and the goal's target share one unit (the default goal:
    seconds). More agents never answer fewer in time, so the search goes up from what occupancy allows. ValueError for
    impossible numbers.
    """
    wanted = goal or Goal()
    load, each = columns(offered_load(calls, interval, handling), handling)
    n = np.maximum(np.floor(load) + 1, np.ceil(load / wanted.max_occupancy - GUARD))
    blocking = np.asarray(erlang_b(load, n))
    while bool(np.any(short := _in_time(wanted, load, each, blocking, n) < wanted.service_level - GUARD)):
        n = n + short
        blocking = np.where(short, load * blocking / (n + load * blocking), blocking)
    return np.where(load == 0, 0.0, n)


def scheduled_agents(agents: npt.ArrayLike, shrinkage: npt.ArrayLike) -> FloatArray:
    """ceil(agents / (1 - shrinkage)), where shrinkage is the share of paid time away from the phone.

    Multiplying by 1 + shrinkage schedules too few. ValueError unless 0 <= shrinkage < 1.
    """
    needed, away = counts(agents, shrinkage)
    if bool(np.any(away >= 1)):
        raise ValueError("shrinkage lies between 0 and 1")
    return np.asarray(np.ceil(needed / (1 - away) - GUARD), dtype=np.float64) + 0.0


def meeting(
    calls: npt.ArrayLike, interval: npt.ArrayLike, handling: npt.ArrayLike, goal: Goal | None = None
) -> tuple[Array | float, Queue[Array]]:
    """The required agents, and the queue that callers will meet with them. Undefined where nobody calls."""
    wanted = goal or Goal()
    agents = required_agents(calls, interval, handling, wanted)
    queue = erlang_c(*(np.asarray(given) for given in (calls, interval, handling, agents, wanted.target)))
    return settle(agents), queue


def day_plan(
    calls: npt.ArrayLike,
    handling: npt.ArrayLike,
    *,
    interval: float,
    shrinkage: npt.ArrayLike = 0.3,
    paid_hours: float = 7.5,
    goal: Goal | None = None,
) -> DayPlan:
    """Staff for each interval of a day, of `interval` seconds each; `handling` is in seconds, too.

    `shrinkage` is one share or one per interval; `full_time` is scheduled hours over the `paid_hours` of one person's
    day, before anyone's shift is cut to fit. ValueError for impossible numbers.
    """
    if paid_hours <= 0:
        raise ValueError("a working day has a positive length")
    load = np.atleast_1d(offered_load(calls, interval, handling))
    agents = np.atleast_1d(required_agents(calls, interval, handling, goal))
    scheduled = scheduled_agents(agents, shrinkage)
    hours = interval / SECONDS_PER_HOUR
    workload, paid = float(load.sum() * hours), float(scheduled.sum() * hours)
    return DayPlan(
        agents,
        scheduled,
        workload_hours=workload,
        scheduled_hours=paid,
        full_time=paid / paid_hours,
        peak_scheduled=float(scheduled.max(initial=0.0)),
        efficiency=float(divide(workload, paid)),
    )


def _in_time(goal: Goal, load: FloatArray, each: FloatArray, blocking: FloatArray, n: FloatArray) -> FloatArray:
    wait = n * blocking / (n - load * (1 - blocking))
    return np.asarray(1 - wait * np.exp(-divide((n - load) * goal.target, each)), dtype=np.float64)
