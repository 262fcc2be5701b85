"""How much of the revenue a few personas explain: "80 % of revenue in five personas", with its uncertainty.

With five clusters and everybody assigned, the answer is 100 % by construction. So assign only core members (silhouette
above 0) of stable clusters (`cluster_stability`), and leave the others without a persona.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import FloatArray
from nabiz.statistics.distributions import upper_tail
from nabiz.statistics.estimates import Estimate, make_estimate

IntArray: TypeAlias = npt.NDArray[np.intp]

RESAMPLES = 500
UNKNOWN = (np.nan, np.nan)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The personas by revenue, largest first (equal ones by name), and their cumulative shares of ALL revenue.

    `share` is that of the first `max_personas`, n its customers with or without a persona; `personas_needed` is how
    many reach the target, None if all together do not; `unassigned_share` is what has no persona; `largest_customer` is
    the share of the one who pays most: where it is large, the interval is wide and the personas are the wrong topic.
    """

    order: tuple[Hashable, ...]
    cumulative: FloatArray
    share: Estimate[float]
    personas_needed: int | None
    unassigned_share: float
    largest_customer: float
    passes: bool


def coverage(
    revenue: npt.ArrayLike,
    personas: Sequence[Hashable | None],
    *,
    max_personas: int = 5,
    target: float = 0.8,
    confidence: float = 0.95,
    seed: int = 0,
) -> Coverage:
    """One row per customer: revenue in one currency (None or NaN counts as 0) and persona (None: unassigned).

    Unassigned revenue stays in the denominator. The interval of the share is a percentile bootstrap over customers,
    the personas ranked anew each time. Shares are NaN, and the target is not reached, without revenue above 0 in all.
    ValueError for columns of unequal length or no persona allowed.
    """
    amounts = np.nan_to_num(np.asarray(revenue, dtype=np.float64))
    if amounts.shape != (len(personas),) or max_personas < 1:
        raise ValueError("each customer has one revenue and one persona, and at least one persona counts")
    names, codes = _coded(personas)
    sums = np.bincount(codes, amounts, minlength=len(names) + 1)
    total = amounts.sum() if amounts.sum() > 0 else np.nan
    ranking = np.argsort(-sums[:-1], kind="stable")
    cumulative = np.cumsum(sums[ranking]) / total
    # A target met exactly may come out a rounding error below itself.
    reached = np.flatnonzero(cumulative >= target - 1e-12)
    share = _share(amounts, codes, len(names), max_personas, confidence=confidence, seed=seed)
    return Coverage(
        order=tuple(names[i] for i in ranking),
        cumulative=cumulative,
        share=share,
        personas_needed=int(reached[0]) + 1 if reached.size else None,
        unassigned_share=float(sums[-1] / total),
        largest_customer=float(amounts.max(initial=0) / total),
        passes=share.value >= target - 1e-12,
    )


def _coded(personas: Sequence[Hashable | None]) -> tuple[list[Any], IntArray]:
    """The names in order, and each customer's place among them; the place after the last is of those without one."""
    names = sorted({name for name in personas if name is not None}, key=lambda name: (str(type(name)), name))
    places: dict[Hashable, int] = {name: i for i, name in enumerate(names)}
    return names, np.array([len(names) if name is None else places[name] for name in personas], dtype=np.intp)


def _share(
    amounts: FloatArray, codes: IntArray, personas: int, max_personas: int, *, confidence: float, seed: int
) -> Estimate[float]:
    def top(rows: IntArray | slice) -> float:
        sums = np.bincount(codes[rows], amounts[rows], minlength=personas + 1)
        largest = np.sort(sums[:-1])[::-1][:max_personas]
        return float(largest.sum() / sums.sum()) if sums.sum() > 0 else np.nan

    n, rng = amounts.size, np.random.default_rng(seed)
    value = top(slice(None))
    drawn = np.array([top(rng.integers(n, size=n)) for _ in range(0 if np.isnan(value) else RESAMPLES)])
    drawn = drawn[~np.isnan(drawn)]
    low, high = np.quantile(drawn, [1 - upper_tail(confidence), upper_tail(confidence)]) if drawn.size else UNKNOWN
    se = drawn.std(ddof=1) if drawn.size > 1 else np.nan
    return make_estimate(value, (low, high), se=se, n=n, confidence=confidence, method="bootstrap_percentile")
