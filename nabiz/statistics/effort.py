"""Effort seen in behaviour rather than asked for: how often customers had to come back, switch, and repeat themselves.

The drivers are those of CEB (Dixon, Freeman & Toman 2010). Their weights are a convention until enough linked surveys
exist to estimate them; a number made with them is shown as unvalidated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import Array, FloatArray, counts, divide
from nabiz.statistics.runs import IntArray, begins, codes

Driver = Literal["repeat_contacts", "channel_switches", "transfers", "repeated_info"]
WEIGHTS: dict[Driver, float] = {"repeat_contacts": 3, "channel_switches": 2, "transfers": 2, "repeated_info": 1}
CAPS: dict[Driver, float] = {"repeat_contacts": 3, "channel_switches": 2, "transfers": 3, "repeated_info": 3}


@dataclass(frozen=True, slots=True)
class Effort:
    """One element per issue, in the order of its code; the index runs from 0 (none) to 100."""

    issue: Array
    repeat_contacts: IntArray
    channel_switches: IntArray
    transfers: FloatArray
    repeated_info: FloatArray
    index: FloatArray


def effort(
    issue: npt.ArrayLike,
    channel: npt.ArrayLike,
    transfers: npt.ArrayLike,
    asked_again: npt.ArrayLike,
    *,
    weights: Mapping[Driver, float] = WEIGHTS,
    caps: Mapping[Driver, float] = CAPS,
) -> Effort:
    """The effort of each issue, from contacts sorted by issue and then by time; issue and channel are codes.

    Index = 100 sum(w min(x, cap)) / sum(w cap) over the drivers that `weights` names. NaN where all weigh nothing.
    ValueError for negative counts, unsorted issues or columns of unequal length.
    """
    issues, channels = codes(issue), codes(channel)
    moved, asked = counts(transfers, asked_again)
    if not (issues.shape == channels.shape == moved.shape) or bool(np.any(issues[1:] < issues[:-1])):
        raise ValueError("contacts are rows sorted by issue")
    first = np.flatnonzero(begins(issues))
    switched = np.zeros(issues.size, dtype=np.int64)
    switched[1:] = (channels[1:] != channels[:-1]) & (issues[1:] == issues[:-1])
    found: dict[Driver, Array] = {
        "repeat_contacts": np.diff(first, append=issues.size) - 1,
        "channel_switches": np.add.reduceat(switched, first),
        "transfers": np.add.reduceat(moved, first),
        "repeated_info": np.add.reduceat(asked, first),
    }
    return Effort(issues[first], **found, index=effort_index(found, weights=weights, caps=caps))


def effort_index(
    found: Mapping[Driver, npt.ArrayLike],
    *,
    weights: Mapping[Driver, float] = WEIGHTS,
    caps: Mapping[Driver, float] = CAPS,
) -> FloatArray:
    """The index from counts per driver: numbers, or arrays of one shape."""
    most = sum(weights[driver] * caps[driver] for driver in weights)
    (total,) = counts(sum(weights[driver] * np.minimum(counts(found[driver])[0], caps[driver]) for driver in weights))
    return divide(100 * total, most)
