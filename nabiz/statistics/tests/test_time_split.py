import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.time_split import time_split

from .strategies import relaxed

DAY = np.timedelta64(1, "D")


def day(number):
    return np.datetime64("2026-01-01") + number * DAY


@relaxed
@given(st.lists(st.integers(-200, 200)), st.integers(0, 60), st.integers(0, 90), st.integers(0, 30))
def test_no_label_trained_on_was_known_after_the_cutoff_nor_tested_on_before(days, later, horizon, embargo):
    snapshots = np.array([day(d) for d in days], dtype="datetime64[D]")
    rules = {"cutoff": day(0), "as_of": day(later), "horizon": horizon * DAY, "embargo": embargo * DAY}

    found = time_split(snapshots, **rules)

    assert np.sum(found, axis=0).tolist() == [1] * len(days)
    assert (snapshots[found.train] + horizon * DAY <= day(0)).all()
    assert (snapshots[found.test] >= day(embargo)).all()
    assert (snapshots[found.test] + horizon * DAY <= day(later)).all()


def test_a_label_that_takes_no_time_trains_only_once():
    found = time_split(np.array([day(0)]), cutoff=day(0), as_of=day(9), horizon=0 * DAY)

    assert (found.train.tolist(), found.test.tolist()) == ([True], [False])


def test_a_row_without_a_snapshot_is_dropped():
    found = time_split(np.array(["NaT"], dtype="datetime64[D]"), cutoff=day(0), as_of=day(9), horizon=DAY)

    assert found.dropped.tolist() == [True]


def test_a_cutoff_after_today_is_refused():
    with pytest.raises(ValueError):
        time_split(np.array([day(0)]), cutoff=day(9), as_of=day(0), horizon=DAY)
