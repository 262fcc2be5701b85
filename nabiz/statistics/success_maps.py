"""Success maps: how far accounts have come through ordered milestones, and how long it takes to get there."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import BoolArray, FloatArray
from nabiz.statistics.competing import OPEN, Incidence, cumulative_incidence
from nabiz.statistics.estimates import Estimate
from nabiz.statistics.lifetable import from_durations
from nabiz.statistics.percentiles import percentiles
from nabiz.statistics.runs import IntArray
from nabiz.statistics.survival import kaplan_meier

REACHED = 1
CHURNED = 2
AWAY = -1


@dataclass(frozen=True, slots=True)
class Occupancy:
    """`stage` per account: 0 before the first milestone, k after the k-th, `AWAY` if churned or not begun; `count` of
    accounts at 0, 1, ...; `is_out_of_order` where a milestone came without, or before, an earlier one."""

    stage: IntArray
    count: IntArray
    is_out_of_order: BoolArray


@dataclass(frozen=True, slots=True)
class TimeToStage:
    """How long accounts took to one milestone, in the unit of the input, or were watched without reaching it.

    `outcome` per account is `REACHED`, `CHURNED` or `OPEN`. `reached` and `churned_first` are what to show: the chances
    by any time. `median` is of Kaplan-Meier, for which churn is censoring; `median_of_finishers` is biased short, for
    the slow have not finished. `is_overdue` are open accounts beyond the 75th percentile of those that got there.
    """

    durations: FloatArray
    outcome: IntArray
    median: Estimate[float]
    median_of_finishers: float
    reached: Incidence
    churned_first: Incidence
    is_overdue: BoolArray


def occupancy(started: npt.ArrayLike, milestones: npt.ArrayLike, churned: npt.ArrayLike, *, as_of: float) -> Occupancy:
    """Where each account stands, from one row per account: moments as numbers of one unit (days), NaN for "not yet".

    `milestones` has a column per stage, in order. A stage is occupied only once every earlier one has been reached. An
    account that churned by `as_of` or begins after it stands nowhere; what comes after `as_of` is not known.
    """
    begun, gone, reached = _checked(started, milestones, churned)
    is_known = reached <= as_of
    stage = np.cumprod(is_known, axis=1).sum(axis=1)
    stage = np.where((begun <= as_of) & ~(gone <= as_of), stage, AWAY)
    latest = np.maximum.accumulate(np.where(is_known, reached, np.inf), axis=1)
    out_of_order: BoolArray = np.any(is_known[:, 1:] & (reached[:, 1:] < latest[:, :-1]), axis=1)
    count = np.bincount(stage[stage != AWAY], minlength=reached.shape[1] + 1)
    return Occupancy(stage, count, out_of_order)


def time_to_stage(
    started: npt.ArrayLike,
    reached: npt.ArrayLike,
    churned: npt.ArrayLike,
    *,
    as_of: float,
    confidence: float = 0.95,
) -> TimeToStage:
    """Time from the start to one milestone, from one row per account, as of `occupancy`; accounts that begin after
    `as_of` are left out.

    Counted is the milestone itself, even if an earlier one is missing. Churn before it is a competing event; on the
    same day the milestone came first, and one that was reached before the start took no time.
    """
    begun, gone, table = _checked(started, np.asarray(reached, dtype=np.float64)[:, None], churned)
    here = begun <= as_of
    begun, gone, there = begun[here], gone[here], table[here, 0]
    until = np.fmin(np.fmin(there, gone), as_of)
    outcome = np.select([there == until, gone == until], [REACHED, CHURNED], OPEN)
    lasted = np.maximum(until - begun, 0.0)
    curve = kaplan_meier(from_durations(lasted, outcome == REACHED), confidence=confidence)
    middle, usual = percentiles(lasted[outcome == REACHED], (0.5, 0.75))
    return TimeToStage(
        durations=lasted,
        outcome=outcome,
        median=curve.quantile(),
        median_of_finishers=float(middle),
        reached=cumulative_incidence(lasted, outcome, REACHED, confidence=confidence),
        churned_first=cumulative_incidence(lasted, outcome, CHURNED, confidence=confidence),
        is_overdue=(outcome == OPEN) & (lasted > usual),
    )


def _checked(
    started: npt.ArrayLike, milestones: npt.ArrayLike, churned: npt.ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    begun, gone, reached = (np.asarray(column, dtype=np.float64) for column in (started, churned, milestones))
    if begun.ndim != 1 or gone.shape != begun.shape or reached.ndim != 2 or len(reached) != begun.size:
        raise ValueError("each account has a start, a row of milestones and a churn")
    if bool(np.isnan(begun).any()):
        raise ValueError("each account has a start")
    return begun, gone, reached
