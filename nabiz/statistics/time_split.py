"""Rows for training and for testing a prediction, parted by time so that nothing of the future leaks into the past."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import BoolArray

NO_TIME = np.timedelta64(0, "D")
Times = npt.NDArray[np.datetime64]


class Split(NamedTuple):
    """One mask over the rows each; every row is in exactly one."""

    train: BoolArray
    test: BoolArray
    dropped: BoolArray


def time_split(
    snapshots: Times,
    *,
    cutoff: np.datetime64,
    as_of: np.datetime64,
    horizon: np.timedelta64,
    embargo: np.timedelta64 = NO_TIME,
) -> Split:
    """Train on labels that were complete at the cutoff, test on what came after it and is complete by now.

    A label is known `horizon` after its snapshot. Train: snapshot + horizon <= cutoff. Test: snapshot >= cutoff +
    embargo, and snapshot + horizon <= as_of. All else is dropped, and so is a row without a snapshot (NaT). ValueError
    for a cutoff after `as_of`, when not even the labels to train on are known.
    """
    if cutoff > as_of:
        raise ValueError("the cutoff cannot lie after the day up to which labels are known")
    known = snapshots + horizon
    train = known <= cutoff
    test = ~train & (snapshots >= cutoff + embargo) & (known <= as_of)
    return Split(train, test, ~train & ~test)
