"""How waits, means and costs become numbers with their bounds."""

from dataclasses import replace
from typing import Any

import numpy as np

from nabiz.metrics.definitions import Columns, Comparison, Estimator
from nabiz.statistics import means, skewed_means
from nabiz.statistics.distributions import t_p
from nabiz.statistics.estimates import Difference, Estimate
from nabiz.statistics.lifetable import LifeTable, from_counts
from nabiz.statistics.logrank import logrank
from nabiz.statistics.survival import Curve, kaplan_meier

SECONDS_IN_AN_HOUR = 3600
UNKNOWN = float("nan")


def hours_until(share: float) -> Estimator:
    """The hours after which so large a share has ended, per group (Kaplan-Meier): what still lasts has lasted at least
    as long as it has. Columns are `seconds`, `ended` and `lasting`."""

    def estimate(columns: Columns, *, confidence: float) -> Estimate[Any]:
        found = [kaplan_meier(table, confidence=confidence).quantile(share) for table in _life_tables(columns)]
        value, low, high, n = (
            np.array([getattr(each, part) for each in found]) for part in ("value", "low", "high", "n")
        )
        return Estimate(value, low, high, np.full(value.shape, UNKNOWN), n, confidence, method="kaplan_meier_log_log")

    return estimate


def compare_medians(before: Columns, after: Columns, *, confidence: float) -> Difference[Any]:
    """Judged by the log-rank test, which looks at the whole course and not at the two medians alone."""
    first, second = _life_table(before), _life_table(after)
    change = kaplan_meier(second).quantile(0.5).value - kaplan_meier(first).quantile(0.5).value
    test = logrank(first, second)
    return _judged(change, float(np.sqrt(test.chi2)), test.p_value, confidence, "logrank")


def compare_tails(share: float) -> Comparison:
    """Judged where both together reach the share: do as many still last then? The course before does not matter.

    Test at a fixed point on the arcsine scale, Klein, Logan, Harhoff & Andersen (2007).
    """

    def compare(before: Columns, after: Columns, *, confidence: float) -> Difference[Any]:
        first, second = _life_table(before), _life_table(after)
        curves = kaplan_meier(first), kaplan_meier(second)
        change = curves[1].quantile(share).value - curves[0].quantile(share).value
        at = kaplan_meier(_pooled(first, second)).quantile(share).value
        (level_1, variance_1), (level_2, variance_2) = (_on_arcsine(curve, at) for curve in curves)
        statistic = (level_2 - level_1) / np.sqrt(variance_1 + variance_2)
        return _judged(change, float(statistic), float(t_p(statistic, np.inf)), confidence, "fixed_point")

    return compare


def powers_of(each: Any, where: Any) -> dict[str, Any]:
    """What `mean_of` is made of, counted over the rows that `where` holds for."""
    wide = each.cast("float64")
    powers = {"squares": wide * wide, "cubes": wide * wide * wide}
    return {"n": where.sum(), "total": each.sum(where=where)} | {
        name: power.sum(where=where) for name, power in powers.items()
    }


def mean_of(scale: float = 1.0) -> Estimator:
    """The mean from `n`, `total`, `squares` and `cubes`, in units of `scale`. Nothing is below 0.

    Work, cost and effort are skewed: few take much. Bounds that lie evenly about the mean would miss it too often.
    """

    def estimate(columns: Columns, *, confidence: float) -> Estimate[Any]:
        found = skewed_means.interval(*_scaled(columns, scale), columns["cubes"] * scale**3, confidence=confidence)
        return replace(found, low=np.maximum(found.low, 0.0))

    return estimate


def mean_difference(scale: float = 1.0) -> Comparison:
    """The change of such a mean, by Welch's t test."""

    def compare(before: Columns, after: Columns, *, confidence: float) -> Difference[Any]:
        return means.difference(_scaled(before, scale), _scaled(after, scale), confidence=confidence)

    return compare


def _scaled(columns: Columns, scale: float) -> means.Sums[Any]:
    return means.Sums(columns["n"], columns["total"] * scale, columns["squares"] * scale**2)


def _on_arcsine(curve: Curve, at: float) -> tuple[float, float]:
    """arcsin(sqrt(S)) at one time and its variance, which is 1 / 4n where all of the n cases have ended, or none."""
    seen = curve.at([at])
    s, se = float(seen.value[0]), float(seen.se[0])
    variance = se**2 / (4 * s * (1 - s)) if 0 < s < 1 else 1 / (4 * curve.table.n)
    return float(np.arcsin(np.sqrt(s))), variance


def _judged(change: float, statistic: float, p: float, confidence: float, method: str) -> Difference[Any]:
    return Difference(change, UNKNOWN, UNKNOWN, change, UNKNOWN, statistic, UNKNOWN, p, confidence, method)


def _pooled(first: LifeTable, second: LifeTable) -> LifeTable:
    return from_counts(*(np.concatenate([getattr(t, name) for t in (first, second)]) for name in TABLE))


TABLE = ("times", "events", "censored")


def _life_tables(columns: Columns) -> list[LifeTable]:
    names = ("seconds", "ended", "lasting")
    return [_life_table(dict(zip(names, each, strict=True))) for each in zip(*(columns[n] for n in names), strict=True)]


def _life_table(columns: Columns) -> LifeTable:
    return from_counts(columns["seconds"] / SECONDS_IN_AN_HOUR, columns["ended"], columns["lasting"])
