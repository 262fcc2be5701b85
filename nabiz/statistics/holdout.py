"""What a campaign or a playbook really added: those who got it against a random group who did not."""

from dataclasses import dataclass
from typing import Any, Generic

import numpy as np

from nabiz.statistics import proportions
from nabiz.statistics.columns import Numbers, columns, divide, settle
from nabiz.statistics.estimates import Difference, Estimate, make_estimate


@dataclass(frozen=True, slots=True)
class Incremental(Generic[Numbers]):
    """`lift` is the difference of the conversion rates, `conversions` and `value` what it comes to among the treated.

    `share` is the part of the treated's conversions that would not have come anyway; counting them all, as last-touch
    attribution does, claims 1. It is negative where the holdout converts better.
    """

    lift: Difference[Numbers]
    conversions: Estimate[Numbers]
    value: Estimate[Numbers]
    share: Numbers

    @property
    def is_proven(self) -> Any:
        """Whether the interval excludes no effect: a bool, or an array of them. Undefined is not proven."""
        verdict = (np.asarray(self.lift.low) > 0) | (np.asarray(self.lift.high) < 0)
        return verdict if verdict.ndim else bool(verdict)


def incremental(
    treated: proportions.Share[Numbers],
    holdout: proportions.Share[Numbers],
    value_per_conversion: Numbers,
    *,
    confidence: float = 0.95,
) -> Incremental[Numbers]:
    """Lift of a randomised holdout with Newcombe's interval, and the same carried to conversions and money.

    Money in the unit of `value_per_conversion`, taken as known. NaN where a group is empty. ValueError unless there are
    no more conversions than customers. It holds only if who was held out was left to chance.
    """
    lift = proportions.difference(holdout, treated, confidence=confidence)
    won, n, worth = columns(*treated, value_per_conversion)
    conversions = _times(lift, n, n)
    share = divide(conversions.value, won)
    return Incremental(lift, conversions, _times(lift, n * worth, n), settle(share))


def _times(lift: Difference[Numbers], factor: Any, n: Any) -> Estimate[Any]:
    value, low, high, se = (np.asarray(part) * factor for part in (lift.value, lift.low, lift.high, lift.se))
    bounds = (np.minimum(low, high), np.maximum(low, high))
    return make_estimate(value, bounds, se=np.abs(se), n=n, confidence=lift.confidence, method=lift.method)
