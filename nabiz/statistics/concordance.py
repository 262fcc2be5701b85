"""Whether those with a higher risk score leave earlier, with some still there: Harrell's C."""

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import Array, FloatArray, divide, root
from nabiz.statistics.distributions import two_sided_z
from nabiz.statistics.estimates import Estimate, around, make_estimate


def concordance(
    durations: npt.ArrayLike, ended: npt.ArrayLike, risk: npt.ArrayLike, *, confidence: float = 0.95
) -> Estimate[float]:
    """The share of comparable pairs in which the higher risk ended first; equal risks count half. O(n log n).

    A pair is comparable if the shorter duration ended; of equal durations, one that ended comes before one still going,
    and two that ended are not comparable (Harrell 1982, as R's survival::concordance). Interval: infinitesimal
    jackknife, normal, clipped to 0..1. NaN without a comparable pair. ValueError for unequal columns or NaN.
    """
    time, score = np.asarray(durations, dtype=np.float64), np.asarray(risk, dtype=np.float64)
    event = np.asarray(ended, dtype=bool)
    if not (time.shape == score.shape == event.shape and time.ndim == 1) or bool(np.isnan(time + score).any()):
        raise ValueError("each case needs a duration, whether it ended, and a risk")
    pairs, won = _pairs(time, event, score)
    value = divide(won.sum(), pairs.sum())
    influence = divide(won - value * pairs, pairs.sum() / 2)
    se = root((influence**2).sum()) + 0 * value
    bounds = around(value, two_sided_z(confidence) * se, (0.0, 1.0))
    return make_estimate(value, bounds, se=se, n=time.size, confidence=confidence, method="harrell")


def _pairs(time: FloatArray, event: Array, score: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Per case: the comparable pairs it is in, and how many of them the score has right."""
    # On this scale "outlasts" is plainly ">": at one time, those still going come after those that ended.
    place = np.unique(time, return_inverse=True)[1] * 2 + ~event
    order = np.argsort(place, kind="stable")
    place, rank = place[order], np.unique(score, return_inverse=True)[1][order]
    ends = place % 2 == 0
    later = np.where(ends, np.searchsorted(place, place, side="right"), place.size)
    ended_rank, earlier = rank[ends], np.searchsorted(place[ends], place, side="left")
    # Each case against those that outlast it (if it ended), then against those that ended before it.
    total = np.where(ends, place.size - later, 0) + earlier
    beaten = _wins(rank, later, rank)
    backwards = _wins(-ended_rank[::-1], ended_rank.size - earlier, -rank)
    pairs, won = np.empty(time.size), np.empty(time.size)
    pairs[order], won[order] = total, beaten + backwards
    return pairs, won


def _wins(ranks: Array, starts: Array, asked: Array) -> FloatArray:
    """Per question: how many of ranks[start:] lie below the rank asked, equal ones counting half."""
    return (_below(ranks, starts, asked) + _below(ranks, starts, asked + 1)) / 2


def _below(ranks: Array, starts: Array, asked: Array) -> Array:
    """Per question: how many of ranks[start:] are smaller than the rank asked, all at once with a wavelet matrix.

    From the highest bit down, the ranks are parted by that bit, keeping order; where the bit asked is 1, those with a 0
    are smaller and are counted.
    """
    lowest = min(int(ranks.min(initial=0)), int(asked.min(initial=0)))
    values, bounds = ranks - lowest, asked - lowest
    first, last = starts.astype(np.int64), np.full(starts.shape, values.size)
    found = np.zeros(starts.shape, dtype=np.int64)
    for bit in reversed(range(int(max(values.max(initial=0), bounds.max(initial=0))).bit_length())):
        ones = (values >> bit) & 1
        zeros = np.concatenate([[0], np.cumsum(1 - ones)])
        low, high, wants = zeros[first], zeros[last], (bounds >> bit) & 1 == 1
        found += np.where(wants, high - low, 0)
        first = np.where(wants, zeros[-1] + first - low, low)
        last = np.where(wants, zeros[-1] + last - high, high)
        values = np.concatenate([values[ones == 0], values[ones == 1]])
    return found
