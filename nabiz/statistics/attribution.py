"""Which channel gets the credit for a sale. These are rules of accounting, not causes: for causes see `holdout`.

Every rule hands out exactly the value of the paths that converted.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import Array, BoolArray, FloatArray, divide

Rule = Literal["first", "last", "linear", "position", "time_decay", "shapley", "markov"]

POSITION = (0.4, 0.2, 0.4)


@dataclass(frozen=True, slots=True)
class Touches:
    """One row per touch: on which path (its place among the paths), by which channel, how many days before the end."""

    path: npt.ArrayLike
    channel: Sequence[Hashable]
    days_before: npt.ArrayLike


@dataclass(frozen=True, slots=True)
class Chain:
    """First-order Markov chain over the channels: the chance of converting, and the share lost without each channel."""

    base_conversion: float
    removal_effect: FloatArray


@dataclass(frozen=True, slots=True)
class Attribution:
    """Credit per rule, in the order of `channels`, adding up to `total`. What had no touches is `unattributed`."""

    channels: list[Hashable]
    credit: dict[Rule, FloatArray]
    chain: Chain
    total: float
    unattributed: float


class _Steps(NamedTuple):
    """Touches in the order they happened, path by path: each with its place on a path of that length."""

    path: Array
    channel: Array
    days: FloatArray
    place: Array
    length: Array
    channels: int


def attribute(
    touches: Touches,
    converted: npt.ArrayLike,
    value: npt.ArrayLike,
    *,
    half_life: float = 7.0,
    position: tuple[float, float, float] = POSITION,
) -> Attribution:
    """Credit the value of paths (one `converted` and one `value` each) to channels, by every rule.

    Touches count in time order, in the order given where their days are equal, each time a channel comes up:
    `position` is for the first, all between, and the last (two touches: half each); `time_decay` halves every
    `half_life` days. `shapley` counts a channel once per path: the game whose worth of a coalition is the value of the
    paths it could make alone, which comes to equal parts. `markov` shares the total by removal effect, where what led
    to the removed channel leads nowhere. ValueError for shares that do not add up to 1, a half-life that is not
    positive, columns that do not match.
    """
    won, worth = np.asarray(converted, dtype=bool), np.asarray(value, dtype=np.float64)
    if not half_life > 0 or abs(sum(position) - 1) > 1e-9:
        raise ValueError("a half-life is positive, and the shares of the positions add up to 1")
    channels = list(dict.fromkeys(touches.channel))
    steps = _steps(touches, channels, won, worth)
    paid = np.where(won, worth, 0.0)
    chain = _chain(steps, won)
    weights: dict[Rule, FloatArray] = {
        "first": (steps.place == 0).astype(np.float64),
        "last": (steps.place == steps.length - 1).astype(np.float64),
        "linear": 1 / steps.length,
        "position": _by_position(steps, position),
        "time_decay": _by_time(steps, half_life),
        "shapley": _by_presence(steps),
    }
    credit = {rule: _sum_by(steps.channel, part * paid[steps.path], len(channels)) for rule, part in weights.items()}
    total = float(credit["linear"].sum())
    credit["markov"] = total * np.nan_to_num(divide(chain.removal_effect, chain.removal_effect.sum()))
    return Attribution(channels, credit, chain, total, float(paid.sum()) - total)


def _steps(touches: Touches, channels: list[Hashable], won: BoolArray, worth: FloatArray) -> _Steps:
    number = {name: i for i, name in enumerate(channels)}
    channel = np.array([number[name] for name in touches.channel], dtype=np.intp)
    path, days = np.asarray(touches.path, dtype=np.intp), np.asarray(touches.days_before, dtype=np.float64)
    if won.shape != worth.shape or not (path.shape == days.shape == channel.shape):
        raise ValueError("paths and touches are columns of one length each")
    if bool(np.any((path < 0) | (path >= won.size))):
        raise ValueError("each touch belongs to one of the paths")
    order = np.lexsort((np.arange(path.size), -days, path))
    lengths = np.bincount(path, minlength=won.size)
    starts = np.cumsum(lengths) - lengths
    ordered = path[order]
    place = np.arange(path.size) - starts[ordered]
    return _Steps(ordered, channel[order], days[order], place, lengths[ordered], len(channels))


def _by_position(steps: _Steps, position: tuple[float, float, float]) -> FloatArray:
    first, between, last = position
    inner = between / np.maximum(steps.length - 2, 1)
    long = np.where(steps.place == 0, first, np.where(steps.place == steps.length - 1, last, inner))
    return np.where(steps.length <= 2, 1 / steps.length, long)


def _by_time(steps: _Steps, half_life: float) -> FloatArray:
    # Counted from the last touch of the path, so that an old path does not fade to nothing altogether.
    latest = steps.days[np.arange(steps.path.size) - steps.place + steps.length - 1]
    weight = 2 ** (-(steps.days - latest) / half_life)
    return weight / np.bincount(steps.path, weight)[steps.path]


def _by_presence(steps: _Steps) -> FloatArray:
    pair = steps.path * steps.channels + steps.channel
    weight = np.zeros(pair.size)
    weight[np.unique(pair, return_index=True)[1]] = 1.0
    return divide(weight, np.bincount(steps.path, weight)[steps.path]) if pair.size else weight


def _chain(steps: _Steps, won: BoolArray) -> Chain:
    """Removal effects of all channels from one inverse.

    The chance of converting by way of c is that of ever reaching c, times that of converting from there.
    """
    k = steps.channels
    if not k:
        return Chain(float("nan"), np.empty(0))
    is_last = steps.place == steps.length - 1
    pairs = steps.channel[:-1] * k + steps.channel[1:]
    moves = np.bincount(pairs[~is_last[:-1]], minlength=k * k).reshape(k, k)
    out = np.bincount(steps.channel, minlength=k).astype(np.float64)
    start = np.bincount(steps.channel[steps.place == 0], minlength=k) / (steps.place == 0).sum()
    converts = np.bincount(steps.channel[is_last & won[steps.path]], minlength=k) / out
    visits = np.linalg.inv(np.eye(k) - moves / out[:, None])
    from_each = visits @ converts
    reached = (start @ visits) / np.diagonal(visits)
    base = float(start @ from_each)
    return Chain(base, divide(reached * from_each, base))


def _sum_by(groups: Array, amounts: FloatArray, size: int) -> FloatArray:
    return np.bincount(groups, amounts, size).astype(np.float64)
