"""Net Promoter Score put together from segments: weighted to the population, and a change split into its causes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from nabiz.statistics import nps
from nabiz.statistics.columns import FloatArray, divide
from nabiz.statistics.distributions import two_sided_z
from nabiz.statistics.estimates import Estimate, around, make_estimate

FEWEST = 2
ADDED = ("population", "promoters", "passives", "detractors")


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the population: how many customers it has, and how those who answered answered."""

    name: str
    population: float
    promoters: float
    passives: float
    detractors: float

    @property
    def answers(self) -> float:
        return self.promoters + self.passives + self.detractors


@dataclass(frozen=True, slots=True)
class Weighted:
    """The score as answered and as weighted, side by side as they must be shown, and what the weighting costs.

    `n_effective` and `deff` are Kish's; `weight_ratio` is the largest over the smallest weight; `collapsed` names the
    strata that were too small and joined their neighbour.
    """

    raw: float
    estimate: Estimate[float]
    n_effective: float
    deff: float
    weight_ratio: float
    collapsed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SegmentShift:
    """What one segment contributes, in points of the total, and its own score in both periods (NaN where absent)."""

    within: float
    mix: float
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Decomposition:
    """change = within + mix, exactly, and the same over the segments."""

    change: float
    within: float
    mix: float
    segments: dict[str, SegmentShift] = field(default_factory=dict)


def poststratified(strata: Sequence[Stratum], *, confidence: float = 0.95, weight_cap: float | None = None) -> Weighted:
    """NPS weighted by the population of each stratum: sum W_h NPS_h with SE^2 = sum W_h^2 s_h^2 / n_h.

    s_h^2 is the sample variance (n_h - 1), which equals R's svydesign(strata) + svymean. A stratum with fewer than two
    answers joins the next one in the order given (the last: the one before). `weight_cap` limits the largest weight to
    that multiple of the smallest. NaN without answers. Weighting mends only the imbalance that was measured.
    """
    joined = _collapse(strata)
    population, p, q, d = (np.array([getattr(stratum, name) for stratum in joined], dtype=np.float64) for name in ADDED)
    n = p + q + d
    weights = _capped(divide(population, n), weight_cap)
    share = divide(weights * n, (weights * n).sum())
    mean = divide(p - d, n)
    variance = divide(p + d - n * mean**2, n - 1)
    squares = (share**2 * divide(variance, n)).sum() if joined else np.nan
    return Weighted(
        raw=float(nps.POINTS * divide((p - d).sum(), n.sum())),
        estimate=_estimate(nps.POINTS * (share * mean).sum(), nps.POINTS * np.sqrt(squares), n.sum(), confidence),
        **_cost_of(weights, n),
        collapsed=tuple(stratum.name for stratum in strata if stratum.answers < FEWEST),
    )


def mix_decomposition(before: Mapping[str, nps.Counts[float]], after: Mapping[str, nps.Counts[float]]) -> Decomposition:
    """Split a change of the total into changes within segments and changes of their weights (Kitagawa 1955).

    Per segment: within = mean weight x change of its score, mix = change of weight x mean of its scores, in points of
    the total. All segments can rise while the total falls (Simpson). A segment absent in one period has no score of its
    own there: the score it has in the other stands in, so it counts as mix alone and the sum stays exact.
    """
    names = list(dict.fromkeys([*before, *after]))
    (weight_0, score_0), (weight_1, score_1) = _weights_and_scores(names, before), _weights_and_scores(names, after)
    known_0, known_1 = _stand_in(score_0, score_1), _stand_in(score_1, score_0)
    within = (weight_0 + weight_1) / 2 * (known_1 - known_0)
    mix = (weight_1 - weight_0) * (known_0 + known_1) / 2
    rows = zip(names, *(column.tolist() for column in (within, mix, score_0, score_1)), strict=True)
    segments = {name: SegmentShift(*parts) for name, *parts in rows}
    total = (float(within.sum()), float(mix.sum())) if names else (np.nan, np.nan)
    return Decomposition(sum(total), *total, segments)


def _collapse(strata: Sequence[Stratum]) -> list[Stratum]:
    joined: list[Stratum] = []
    waiting: Stratum | None = None
    for stratum in strata:
        whole = _join(waiting, stratum) if waiting else stratum
        waiting = whole if whole.answers < FEWEST else None
        if waiting is None:
            joined.append(whole)
    if waiting:
        joined[-1:] = [_join(joined[-1], waiting) if joined else waiting]
    return joined


def _join(one: Stratum, other: Stratum) -> Stratum:
    sums = {name: getattr(one, name) + getattr(other, name) for name in ADDED}
    return Stratum(f"{one.name} + {other.name}", **sums)


def _capped(weights: FloatArray, cap: float | None) -> FloatArray:
    return weights if cap is None else np.minimum(weights, cap * weights.min(initial=np.inf))


def _cost_of(weights: FloatArray, n: FloatArray) -> dict[str, float]:
    n_effective = float(divide((weights * n).sum() ** 2, (weights**2 * n).sum()))
    ratio = float(divide(weights.max(), weights.min())) if weights.size else np.nan
    return {"n_effective": n_effective, "deff": float(divide(n.sum(), n_effective)), "weight_ratio": ratio}


def _estimate(value: float, se: float, n: float, confidence: float) -> Estimate[float]:
    shown = value if n else np.nan
    bounds = around(shown, two_sided_z(confidence) * se, nps.RANGE)
    return make_estimate(shown, bounds, se=se, n=n, confidence=confidence, method="poststratified")


def _weights_and_scores(names: Sequence[str], period: Mapping[str, nps.Counts[float]]) -> tuple[FloatArray, FloatArray]:
    rows = np.array([period.get(name, (0, 0, 0)) for name in names], dtype=np.float64).reshape(-1, 3)
    n = rows.sum(axis=1)
    return divide(n, n.sum()), nps.POINTS * divide(rows[:, 0] - rows[:, 2], n)


def _stand_in(score: FloatArray, other: FloatArray) -> FloatArray:
    """A segment with no answers in either period weighs nothing, so any score does."""
    return np.where(np.isnan(score), np.where(np.isnan(other), 0.0, other), score)
