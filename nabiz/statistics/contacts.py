"""First contact resolution: problems settled by the first contact about them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nabiz.statistics import proportions
from nabiz.statistics.columns import BoolArray
from nabiz.statistics.estimates import Estimate
from nabiz.statistics.runs import DAY, ordered


@dataclass(frozen=True, slots=True)
class Firsts:
    """One element per contact: whether it is the first of a chain, whether its window has passed, and whether it
    resolved the matter: said so, and nobody came back within the window."""

    is_first: BoolArray
    is_mature: BoolArray
    is_resolved: BoolArray


@dataclass(frozen=True, slots=True)
class FirstContactResolution:
    """`share` = resolved / eligible with a Wilson interval. `immature` first contacts are not in it, whether or not
    somebody has come back already: to count the early failures alone would be unfair."""

    eligible: int
    resolved: int
    immature: int
    share: Estimate[float]


def first_contacts(
    key: npt.ArrayLike, at: npt.ArrayLike, resolved: npt.ArrayLike, *, as_of: int, window_days: float = 7.0
) -> Firsts:
    """Find the first contacts of each chain, in columns sorted by key (customer and issue) and moment in microseconds.

    A chain begins where the same key had no contact in the `window_days` before, that moment included; it is mature
    once as long has passed since. Rows after `as_of` have not happened yet. A convention; sources use 1 to 30 days.
    """
    keys, times = ordered(key, at)
    said_so = np.asarray(resolved, dtype=bool)
    if said_so.shape != keys.shape:
        raise ValueError("every contact is flagged as resolved or not")
    window = round(window_days * DAY)
    happened = times <= as_of
    follows = np.zeros(keys.size, dtype=bool)
    follows[1:] = (keys[1:] == keys[:-1]) & (times[1:] - times[:-1] <= window)
    is_first = ~follows & happened
    comes_back = np.zeros(keys.size, dtype=bool)
    comes_back[:-1] = follows[1:] & happened[1:]
    return Firsts(is_first, is_first & (times <= as_of - window), is_first & said_so & ~comes_back)


def first_contact_resolution(
    key: npt.ArrayLike,
    at: npt.ArrayLike,
    resolved: npt.ArrayLike,
    *,
    as_of: int,
    window_days: float = 7.0,
    confidence: float = 0.95,
) -> FirstContactResolution:
    """The share of mature first contacts that resolved the matter. Inputs as of `first_contacts`; NaN without any."""
    firsts = first_contacts(key, at, resolved, as_of=as_of, window_days=window_days)
    eligible, first = int(firsts.is_mature.sum()), int(firsts.is_first.sum())
    settled = int((firsts.is_mature & firsts.is_resolved).sum())
    share = proportions.interval(float(settled), float(eligible), confidence=confidence)
    return FirstContactResolution(eligible, settled, first - eligible, share)
