"""Handling time: how long agents work on a contact."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import counts, divide


@dataclass(frozen=True, slots=True)
class HandlingTime:
    """Seconds per contact. `pooled` weighs every contact alike and is the one to plan with; `mean_of_agents` weighs
    every agent alike, and is another number."""

    handled: float
    pooled: float
    mean_of_agents: float


def handling_time(
    handled: npt.ArrayLike, talk: npt.ArrayLike, hold: npt.ArrayLike, after_call: npt.ArrayLike
) -> HandlingTime:
    """(talk + hold + after-call work) / handled, from one row per agent; durations in seconds.

    Agents without contacts have no mean of their own. NaN where nothing was handled. ValueError for negative numbers.
    For one row per contact, `means.interval` gives bounds too.
    """
    contacts, *parts = counts(handled, talk, hold, after_call)
    worked = np.sum(parts, axis=0)
    own = divide(worked, contacts)[contacts > 0]
    mean = float(own.mean()) if own.size else np.nan
    return HandlingTime(float(contacts.sum()), float(divide(worked.sum(), contacts.sum())), mean)
