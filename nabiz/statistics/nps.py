"""Net Promoter Score of a group: the score, its uncertainty, and the test of a change.

Promoters answer 9-10, passives 7-8, detractors 0-6; NPS = 100 (P - D) / n, in points from -100 to 100 (Reichheld 2003).
Coded +1, 0, -1, one answer has the variance p + d - (p - d)^2 with p and d the shares of promoters and detractors.

Methods of the interval:
- `adjusted_wald` (default): add 3/4 promoter, 3/2 passive, 3/4 detractor, then Wald about the ADJUSTED score (Rocks
  2016, The American Statistician; MeasuringU). For one or two unanimous answers it may end short of the raw score.
- `wald`: score +- z SE.
- `score`: Tango (1998), best near +-100 and below 20 answers.
- `bootstrap_percentile`: at least 2,000 resamples, repeatable by its seed. Covers too little below about 30 answers,
  and takes milliseconds per group: for background jobs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple

import numpy as np

from nabiz.statistics.answers import valid_answers
from nabiz.statistics.columns import FloatArray, Numbers, counts, divide, root, sizes
from nabiz.statistics.distributions import two_sided_t, two_sided_z, upper_tail
from nabiz.statistics.estimates import Bounds, Difference, Estimate, around, make_difference, make_estimate
from nabiz.statistics.tango import score_limits

Method = Literal["adjusted_wald", "wald", "score", "bootstrap_percentile"]

SCALE = (0, 10)
POINTS = 100.0
RANGE = (-POINTS, POINTS)
CHANGES = (-2 * POINTS, 2 * POINTS)
FEWEST_RESAMPLES = 2_000


class Counts(NamedTuple, Generic[Numbers]):
    """How many of each kind answered: numbers for one group, arrays of one shape for many."""

    promoters: Numbers
    passives: Numbers
    detractors: Numbers


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a list of answers. `nps` and `se` are points; `variance` is that of one coded answer (-1, 0, +1)."""

    n: int
    n_invalid: int
    promoters: int
    passives: int
    detractors: int
    nps: float
    variance: float
    se: float

    @property
    def status(self) -> Literal["ok", "not_enough_data"]:
        return "ok" if self.n else "not_enough_data"


def score(scores: Iterable[object]) -> Score:
    """Count the answers and score them. Null, text, fractions and numbers off 0-10 are dropped and counted."""
    answers = valid_answers(scores, SCALE)
    promoters, passives = answers.how_many((9, 10)), answers.how_many((7, 8))
    detractors = answers.n - promoters - passives
    value, variance = _score(*counts(promoters, passives, detractors))
    se = POINTS * root(divide(variance, answers.n))
    shown = (float(value), float(variance), float(se))
    return Score(answers.n, answers.n_invalid, promoters, passives, detractors, *shown)


def interval(
    promoters: Numbers,
    passives: Numbers,
    detractors: Numbers,
    *,
    method: Method = "adjusted_wald",
    confidence: float = 0.95,
    resamples: int = 10_000,
    seed: int = 0,
) -> Estimate[Numbers]:
    """NPS in points with its bounds, clipped to -100..100. The value is always the raw score, `se` is that of it.

    Inputs are numbers, or arrays of one shape. NaN for an empty group. ValueError for a negative count.
    """
    p, q, d = counts(promoters, passives, detractors)
    if method == "bootstrap_percentile":
        low, high = _bootstrap_limits(p, q, d, confidence, resamples, seed)
    else:
        low, high = LIMITS[method](p, q, d, two_sided_z(confidence))
    n = sizes(p + q + d)
    value, variance = _score(p, q, d)
    bounds = (np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan))
    return make_estimate(
        value, bounds, se=POINTS * root(variance / n), n=p + q + d, confidence=confidence, method=method
    )


def difference(before: Counts[Numbers], after: Counts[Numbers], *, confidence: float = 0.95) -> Difference[Numbers]:
    """Change of the NPS between two independent samples, in points, by the adjusted-Wald z test (MeasuringU 2021).

    3/4 promoter, 3/2 passive and 3/4 detractor are added to each sample; `tested` is the difference of the adjusted
    scores and the interval lies about it, `value` is the raw difference. NaN where either sample is empty.
    """
    first, second = counts(*before), counts(*after)
    value = _score(*second)[0] - _score(*first)[0]
    (score_1, variance_1), (score_2, variance_2) = (_score(*_adjusted(*sample)) for sample in (first, second))
    n_1, n_2 = sum(_adjusted(*first)), sum(_adjusted(*second))
    known = np.where(np.isnan(value), np.nan, 1.0)
    tested, se = known * (score_2 - score_1), known * POINTS * root(variance_1 / n_1 + variance_2 / n_2)
    bounds = around(tested, two_sided_z(confidence) * se, CHANGES)
    return make_difference(value, bounds, tested=tested, se=se, confidence=confidence, method="adjusted_wald")


def difference_paired(
    before: Sequence[object], after: Sequence[object], *, confidence: float = 0.95
) -> Difference[float]:
    """Change in points among the same people asked twice: paired t on the codes -1, 0, +1.

    `before[i]` and `after[i]` are one person's answers; a pair with an invalid answer is dropped. Undefined (NaN) below
    two pairs and where every pair changed alike. ValueError if the lengths differ.
    """
    pairs = (valid_answers(pair, SCALE) for pair in zip(before, after, strict=True))
    changes = np.array([_code(pair.values[1]) - _code(pair.values[0]) for pair in pairs if not pair.n_invalid])
    n = changes.size
    value = POINTS * changes.mean() if n else np.nan
    se = POINTS * changes.std(ddof=1) / np.sqrt(n) if n > 1 else np.nan
    bounds = around(value, two_sided_t(confidence, n - 1) * se, CHANGES)
    return make_difference(value, bounds, se=se, df=max(n - 1, 0), confidence=confidence, method="paired_t")


def _score(p: FloatArray, q: FloatArray, d: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The score in points and the variance of one coded answer."""
    n = sizes(p + q + d)
    mean = (p - d) / n
    return POINTS * mean, (p + d) / n - mean**2


def _adjusted(p: FloatArray, q: FloatArray, d: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    return p + 0.75, q + 1.5, d + 0.75


def _wald_limits(p: FloatArray, q: FloatArray, d: FloatArray, z: float) -> Bounds:
    value, variance = _score(p, q, d)
    return around(value, z * POINTS * root(divide(variance, p + q + d)), RANGE)


def _adjusted_wald_limits(p: FloatArray, q: FloatArray, d: FloatArray, z: float) -> Bounds:
    return _wald_limits(*_adjusted(p, q, d), z)


def _score_limits(p: FloatArray, q: FloatArray, d: FloatArray, z: float) -> Bounds:
    low, high = score_limits(p, d, sizes(p + q + d), z)
    return POINTS * low, POINTS * high


def _bootstrap_limits(
    p: FloatArray, q: FloatArray, d: FloatArray, confidence: float, resamples: int, seed: int
) -> Bounds:
    if resamples < FEWEST_RESAMPLES:
        raise ValueError(f"a percentile interval needs at least {FEWEST_RESAMPLES} resamples")
    tail = 1 - upper_tail(confidence)
    low, high = np.full(p.shape, np.nan), np.full(p.shape, np.nan)
    for group in np.ndindex(p.shape):
        answers = np.array([p[group], q[group], d[group]])
        n = answers.sum()
        if n > 0:
            # Each group starts from the same seed, so that its bounds do not depend on its neighbours.
            drawn = np.random.default_rng(seed).multinomial(int(n), answers / n, size=resamples)
            scores = POINTS * (drawn[:, 0] - drawn[:, 2]) / n
            low[group], high[group] = np.quantile(scores, [tail, 1 - tail])
    return low, high


def _code(answer: float) -> int:
    return int(answer >= 9) - int(answer <= 6)


LIMITS: dict[str, Callable[[FloatArray, FloatArray, FloatArray, float], Bounds]] = {
    "wald": _wald_limits,
    "adjusted_wald": _adjusted_wald_limits,
    "score": _score_limits,
}
