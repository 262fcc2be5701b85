"""Pain points: how bad each stage of a journey is, and how much of everybody's pain that makes.

A convention of this project, without outside authority; it is printed beside the numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import BoolArray, FloatArray, counts, divide
from nabiz.statistics.runs import IntArray

Component = Literal["negative", "dropoff", "effort", "delay"]
WEIGHTS: dict[Component, float] = {"negative": 0.4, "dropoff": 0.3, "effort": 0.2, "delay": 0.1}
MIN_CASES = 30


@dataclass(frozen=True, slots=True)
class PainPoints:
    """One element per stage: `severity` 0-100, `reach` as a share of the volume, `pain` = severity x reach, `share` of
    all pain. `ranking` holds the positions of the stages, the worst first, undefined ones last.

    Rank by pain, but show severity: a dreadful stage that few see ranks low. `is_enough` is false below 30 cases.
    """

    severity: FloatArray
    reach: FloatArray
    pain: FloatArray
    share: FloatArray
    ranking: IntArray
    is_enough: BoolArray


def pain_points(
    volume: npt.ArrayLike,
    negative: npt.ArrayLike,
    dropoff: npt.ArrayLike,
    effort: npt.ArrayLike,
    p90: npt.ArrayLike,
    target: npt.ArrayLike,
    *,
    weights: Mapping[Component, float] = WEIGHTS,
) -> PainPoints:
    """From one row per stage: cases, shares of negative feedback and of drop-offs (0..1), effort index (0-100), and the
    90th percentile of its duration beside the target, in one unit.

    Severity is the weighted mean of negative, drop-off, effort / 100 and the overrun p90 / target - 1, cut to 0..1. A
    component that is missing (NaN) leaves the mean of that stage; a stage without any has no severity. ValueError for
    negative numbers or a target of 0.
    """
    cases, bad, left, hard, took, allowed = counts(volume, negative, dropoff, effort, p90, target)
    if bool(np.any(allowed == 0)):
        raise ValueError("a target of no time cannot be overrun by a share")
    parts: dict[Component, FloatArray] = {
        "negative": bad,
        "dropoff": left,
        "effort": hard / 100,
        "delay": np.clip(took / allowed - 1, 0, 1),
    }
    weight = np.array([np.where(np.isnan(part), 0.0, weights.get(name, 0.0)) for name, part in parts.items()])
    known = np.nan_to_num(np.array(list(parts.values())))
    severity = 100 * divide((weight * known).sum(axis=0), weight.sum(axis=0))
    reach = divide(cases, np.nansum(cases))
    pain = severity * reach
    share = divide(pain, np.nansum(pain))
    return PainPoints(severity, reach, pain, share, np.argsort(-pain, kind="stable"), cases >= MIN_CASES)
