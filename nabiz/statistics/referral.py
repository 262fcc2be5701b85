"""Customers who bring customers: how far invitations carry, and what referrals are worth."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import FloatArray, columns

# Invitations wear out: beyond this, a constant K is a story, not a forecast.
FORESEEABLE_CYCLES = 3


@dataclass(frozen=True, slots=True)
class Virality:
    """`users` counts all after each cycle, the seed first. `amplification` is all there will ever be per seed user.

    Amplification is NaN where each user brings one or more: no finite total exists, and growth will not go on like it.
    """

    k: float
    users: FloatArray
    amplification: float

    @property
    def is_foreseeable(self) -> bool:
        """Whether the cycles shown may be taken as a forecast."""
        return self.k < 1 and self.users.size - 1 <= FORESEEABLE_CYCLES


@dataclass(frozen=True, slots=True)
class ReferralValue:
    """Money today. `naive` is the plain sum of the referred margins, which counts those who would have come anyway.

    How many would have is known from a survey or a holdout only, and drives everything: `if_all_would` and
    `if_none_would` are the two ends.
    """

    value: float
    naive: float
    if_all_would: float
    if_none_would: float


def virality(seed: float, invites: float, conversion: float, *, cycle: float, horizon: float) -> Virality:
    """K = invites per user x share of invitations that convert; users after g cycles = seed x (1 + K + ... + K^g).

    `cycle` and `horizon` are durations in one unit; the cycles that fit are counted. ValueError for negative inputs or
    a cycle that takes no time.
    """
    if min(seed, invites, conversion, horizon) < 0 or not cycle > 0:
        raise ValueError("numbers of users and rates are not negative, and a cycle takes time")
    k = invites * conversion
    cycles = int(horizon / cycle + 1e-9)
    users = seed * np.cumsum(float(k) ** np.arange(cycles + 1))
    return Virality(k, users, 1 / (1 - k) if k < 1 else float("nan"))


def referral_value(
    periods: npt.ArrayLike,
    margins: npt.ArrayLike,
    would_join_anyway: npt.ArrayLike,
    rewards: npt.ArrayLike,
    *,
    saved_cost: float,
    discount: float,
) -> ReferralValue:
    """Customer referral value (after Kumar, Petersen & Leone 2010), one entry per referred customer.

    Who would not have joined counts margin and the acquisition cost saved; who would have joined anyway counts only the
    cost saved; both less the reward, divided by (1 + discount)^period. `would_join_anyway` is 0 or 1, or a share in
    between where only a rate is known. Never add it to lifetime values: the referred customer's is counted there.
    ValueError for a share off 0..1 or a discount of -1 or less.
    """
    period, margin, anyway, reward = columns(periods, margins, would_join_anyway, rewards)
    if bool(np.any((anyway < 0) | (anyway > 1))) or not discount > -1:
        raise ValueError("a share lies between 0 and 1, and a discount rate above -1")
    factor = (1.0 + discount) ** -period
    whole, rest = (float((part * factor).sum()) for part in (margin, saved_cost - reward))
    joined_anyway = float((anyway * margin * factor).sum())
    return ReferralValue(whole - joined_anyway + rest, float(margin.sum()), rest, whole + rest)
