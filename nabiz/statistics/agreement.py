"""How far those who label texts agree beyond chance: Cohen's kappa for two, Krippendorff's alpha for any number.

Both are 1 for perfect agreement and 0 for what chance alone would give. Alpha from 0.80 is good, below 0.67 the labels
are not fit for use (Krippendorff 2004); a model cannot be more right than its labellers agree.
"""

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

import numpy as np

from nabiz.statistics.columns import FloatArray
from nabiz.statistics.distributions import two_sided_z, upper_tail
from nabiz.statistics.estimates import Estimate, make_estimate

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Weights = Literal["none", "linear", "quadratic"]
Ratings: TypeAlias = Sequence[Sequence[object]]

UNKNOWN = (np.nan, np.nan)


def agreement(first: Sequence[object], second: Sequence[object]) -> float:
    """The share of units that both labelled alike, among those both labelled. NaN if there is none."""
    pairs = _pairs(first, second)
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else np.nan


def kappa(
    first: Sequence[object],
    second: Sequence[object],
    *,
    weights: Weights = "none",
    order: Sequence[object] | None = None,
    confidence: float = 0.95,
) -> Estimate[float]:
    """Cohen's (1960) kappa of two labellers over the units both labelled, with the large-sample interval.

    One label per unit, None or NaN where there is none; `weights` count how far apart two labels of a scale lie, in
    steps of `order` (default: the labels found, sorted). Standard error of Fleiss, Cohen & Everitt (1969). NaN where
    chance already agrees perfectly (one label only) or no unit is left. ValueError for columns of unequal length.
    """
    pairs = _pairs(first, second)
    found = {label for pair in pairs for label in pair}
    labels = _ordered(found, order)
    table = np.zeros((len(labels), len(labels)))
    for a, b in pairs:
        table[labels.index(a), labels.index(b)] += 1
    n = len(pairs)
    value, se = _kappa_and_error(table / n, _closeness(len(labels), weights), n) if n else (np.nan, np.nan)
    reach = two_sided_z(confidence) * se
    low, high = np.clip([value - reach, value + reach], -1, 1)
    return make_estimate(value, (low, high), se=se, n=n, confidence=confidence, method="fleiss_cohen_everitt")


def krippendorff_alpha(
    ratings: Ratings,
    level: Level = "nominal",
    *,
    order: Sequence[object] | None = None,
    confidence: float = 0.95,
    resamples: int = 1_000,
    seed: int = 0,
) -> Estimate[float]:
    """Krippendorff's alpha (2011): 1 - observed / expected disagreement, with an interval from resampled units.

    `ratings` is one row per observer, one column per unit, None or NaN where an observer gave nothing; units with fewer
    than two values are left out, and `n` counts the values that remain. `ordinal` reads `order` (default: sorted);
    `interval` and `ratio` need numbers. NaN where nothing can be paired, or all values are the same. The interval is
    the percentile bootstrap over units, `seed` fixed so that a page shows the same bounds twice. ValueError for rows of
    unequal length and for values a level cannot measure.
    """
    counts, scale = _tallied(ratings, order, is_numeric=level in ("interval", "ratio"))
    distance = DISTANCES[level]
    value = _alpha(counts, np.ones(len(counts)), scale, distance)
    drawn = np.full(0, np.nan)
    if not np.isnan(value):
        draws = np.random.default_rng(seed).multinomial(len(counts), np.full(len(counts), 1 / len(counts)), resamples)
        drawn = np.array([_alpha(counts, weights, scale, distance) for weights in draws])
        drawn = drawn[~np.isnan(drawn)]
    low, high = np.quantile(drawn, [1 - upper_tail(confidence), upper_tail(confidence)]) if drawn.size else UNKNOWN
    se = drawn.std(ddof=1) if drawn.size > 1 else np.nan
    n = counts.sum()
    return make_estimate(value, (low, high), se=se, n=n, confidence=confidence, method="bootstrap_percentile")


def _pairs(first: Sequence[object], second: Sequence[object]) -> list[tuple[object, object]]:
    return [(a, b) for a, b in zip(first, second, strict=True) if not (_is_missing(a) or _is_missing(b))]


def _is_missing(value: object) -> bool:
    return value is None or value != value


def _ordered(found: set[object], order: Sequence[object] | None) -> list[object]:
    """The labels along their scale. Labels of different types have no order of their own: theirs is by name."""
    if order is not None:
        if unknown := found - set(order):
            raise ValueError(f"not on the scale: {', '.join(map(str, unknown))}")
        return list(order)
    try:
        return sorted(found)  # type: ignore[type-var]
    except TypeError:
        return sorted(found, key=lambda label: (type(label).__name__, str(label)))


def _closeness(labels: int, weights: Weights) -> FloatArray:
    """1 for equal labels, less the further apart they are."""
    steps = np.abs(np.subtract.outer(np.arange(labels), np.arange(labels))) / max(labels - 1, 1)
    powers = {"none": np.sign(steps), "linear": steps, "quadratic": steps**2}
    if weights not in powers:
        raise ValueError(f"unknown weights {weights}")
    return np.asarray(1 - powers[weights])


def _kappa_and_error(p: FloatArray, close: FloatArray, n: int) -> tuple[float, float]:
    rows, cols = p.sum(axis=1), p.sum(axis=0)
    seen, by_chance = float((close * p).sum()), float(rows @ close @ cols)
    if 1 - by_chance < 1e-12:
        return np.nan, np.nan
    marginal = np.add.outer(close @ cols, rows @ close)
    spread = (p * (close * (1 - by_chance) - marginal * (1 - seen)) ** 2).sum()
    variance = (spread - (seen * by_chance - 2 * by_chance + seen) ** 2) / (n * (1 - by_chance) ** 4)
    return (seen - by_chance) / (1 - by_chance), float(np.sqrt(max(variance, 0.0)))


def _tallied(ratings: Ratings, order: Sequence[object] | None, *, is_numeric: bool) -> tuple[FloatArray, FloatArray]:
    """How often each unit with two values or more got each value; and the values themselves, or their places."""
    units = [[value for value in unit if not _is_missing(value)] for unit in zip(*ratings, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    if is_numeric:
        units = [[_number(value) for value in unit] for unit in units]
    labels = _ordered({value for unit in units for value in unit}, order)
    place = {label: i for i, label in enumerate(labels)}
    counts = np.zeros((len(units), len(labels)))
    for row, unit in zip(counts, units, strict=True):
        np.add.at(row, [place[value] for value in unit], 1)
    return counts, np.array(labels if is_numeric else range(len(labels)), dtype=np.float64)


def _number(value: object) -> float:
    if isinstance(value, str | bool):
        raise ValueError(f"{value!r} is not a number")
    return float(value)  # type: ignore[arg-type]


def _alpha(counts: FloatArray, weights: FloatArray, scale: FloatArray, distance: "Distance") -> float:
    """Alpha with each unit counted `weights` times."""
    each = weights / (counts.sum(axis=1) - 1)
    coincidences = counts.T @ (counts * each[:, None]) - np.diag(each @ counts)
    totals = weights @ counts
    n = totals.sum()
    apart = distance(scale, totals)
    expected = totals @ apart @ totals
    return float(1 - (n - 1) * (coincidences * apart).sum() / expected) if expected > 0 else np.nan


def _nominal(scale: FloatArray, totals: FloatArray) -> FloatArray:
    return 1 - np.eye(scale.size)


def _ordinal(scale: FloatArray, totals: FloatArray) -> FloatArray:
    """The square of the number of values that lie between two ranks, half of each counted."""
    middles = np.cumsum(totals) - totals / 2
    return np.asarray(np.subtract.outer(middles, middles) ** 2)


def _interval(scale: FloatArray, totals: FloatArray) -> FloatArray:
    return np.asarray(np.subtract.outer(scale, scale) ** 2)


def _ratio(scale: FloatArray, totals: FloatArray) -> FloatArray:
    if bool(np.any(scale < 0)):
        raise ValueError("a ratio scale has no values below 0")
    sums = np.add.outer(scale, scale)
    return np.asarray((np.subtract.outer(scale, scale) / np.where(sums > 0, sums, 1)) ** 2)


Distance: TypeAlias = Callable[[FloatArray, FloatArray], FloatArray]
DISTANCES: dict[Level, Distance] = {"nominal": _nominal, "ordinal": _ordinal, "interval": _interval, "ratio": _ratio}
