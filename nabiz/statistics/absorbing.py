"""Absorbing Markov chains: where journeys end up, how likely from each stage, after how many steps.

Kemeny & Snell (1960), Finite Markov Chains, chapter 3. The next stage is assumed to depend on the present one alone;
`first_order_test` says whether that holds.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2

from nabiz.statistics.columns import BoolArray, FloatArray, divide
from nabiz.statistics.runs import begins, codes

# Shares rounded for print may miss 1 by a hair.
ROUNDING = 1e-3
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Absorption:
    """Of t transient and a absorbing stages: `probability` (t x a) is where each stage ends up, `steps` (t) how many
    steps that takes on average, `visits` (t x t) how often a journey from the row's stage is in the column's."""

    probability: FloatArray
    steps: FloatArray
    visits: FloatArray


@dataclass(frozen=True, slots=True)
class MemoryTest:
    """Small p: where a journey goes depends also on where it came from, so condition on the stage before."""

    statistic: float
    df: int
    p_value: float


def absorption(between: npt.ArrayLike, into: npt.ArrayLike) -> Absorption:
    """Solve the chain: N = (I - Q)^-1, B = N R, steps = N 1, from Q = `between` (t x t) and R = `into` (t x a).

    Probabilities are fractions. A row that sums to less than 1 leaves to where nobody looks. Stages from which there is
    no way out keep a journey for ever: their visits, and the steps of all that may get there, are NaN, not infinite;
    the chance of absorption is still known. ValueError for impossible probabilities or shapes.
    """
    q, r = (np.asarray(matrix, dtype=np.float64) for matrix in (between, into))
    if q.ndim != 2 or q.shape[0] != q.shape[1] or r.ndim != 2 or r.shape[0] != q.shape[0]:
        raise ValueError("the chain has a square of transient stages, and a row for each into the absorbing ones")
    leaving = 1 - q.sum(axis=1)
    if bool(np.any(q < 0) or np.any(r < 0) or np.any(leaving - r.sum(axis=1) < -ROUNDING)):
        raise ValueError("what leaves a stage are shares that sum to at most 1")
    trapped = ~_reaches(q, leaving > TOLERANCE)
    may_stay = _reaches(q, trapped)
    free = np.where(trapped[:, None] | trapped, 0.0, q)
    visits = np.asarray(np.linalg.inv(np.eye(len(q)) - free), dtype=np.float64)
    probability = visits @ np.where(trapped[:, None], 0.0, r)
    steps = np.where(may_stay, np.nan, visits.sum(axis=1))
    for_ever = trapped & _reaches(q, np.eye(len(q), dtype=bool))
    return Absorption(probability, steps, np.where(for_ever, np.nan, visits))


def first_order_test(case: npt.ArrayLike, stage: npt.ArrayLike) -> MemoryTest:
    """Does the next stage depend on the last one too? Likelihood-ratio test of order 1 against 2.

    G^2 = 2 sum n_ijk ln(n_ijk n_j / (n_ij n_jk)) over triples of stages in sequence (Anderson & Goodman 1957), the
    sum over stages j of the tests of independence between the stages before and after it. Rows sorted by case and then
    by time. NaN where nothing is left to vary. Wants about five expected cases per triple.
    """
    cases, stages = codes(case), codes(stage)
    new = begins(cases)
    whole = ~new[1:-1] & ~new[2:]
    width = int(stages.max(initial=-1)) + 1
    i, j, k = (column[whole].astype(np.int64) for column in (stages[:-2], stages[1:-1], stages[2:]))
    n = np.bincount((i * width + j) * width + k, minlength=width**3).reshape(width, width, width).astype(np.float64)
    came, went = n.sum(axis=2, keepdims=True), n.sum(axis=0, keepdims=True)
    expected = divide(came * went, n.sum(axis=(0, 2), keepdims=True))
    ratio = np.where(n > 0, divide(n, expected), 1.0)
    statistic = float(2 * (n * np.log(ratio)).sum())
    ways_in, ways_out = (came > 0).sum(axis=(0, 2)), (went > 0).sum(axis=(0, 2))
    df = int((np.maximum(ways_in - 1, 0) * np.maximum(ways_out - 1, 0)).sum())
    return MemoryTest(statistic, df, float(chi2.sf(statistic, df)) if df else np.nan)


def _reaches(q: FloatArray, goal: BoolArray) -> BoolArray:
    """From which stages a way leads to the goal, or (of a matrix of goals, one per column) which are reached."""
    found = goal
    for _ in range(len(q)):
        found = found | ((q > 0) @ found)
    return found
