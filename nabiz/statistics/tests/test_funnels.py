import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.funnels import funnel

from .strategies import relaxed

DAY = 86_400_000_000
events = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 30), st.integers(0, 4)), max_size=60)
steps = st.lists(st.integers(0, 4), min_size=1, max_size=4)


def columns(rows):
    return np.array(sorted(rows, key=lambda row: row[:2]), dtype=np.int64).reshape(-1, 3).T


def best_attempt(path, steps, window):
    """The days at which each step was taken, by trying every start."""
    best = []
    for i, (begun, event) in enumerate(path):
        if event != steps[0]:
            continue
        days = [0]
        for at, later in path[i + 1 :]:
            if len(days) < len(steps) and later == steps[len(days)] and at - begun <= window:
                days.append(at - begun)
        best = days if len(days) > len(best) else best
    return best


@relaxed
@given(events, steps, st.integers(0, 30))
def test_the_funnel_is_that_of_trying_every_start(rows, steps, window):
    user, at, event = columns(rows)

    found = funnel(user, at * DAY, event, steps, window_days=window)

    paths = [list(zip(at[user == one], event[user == one], strict=True)) for one in np.unique(user)]
    attempts = [best_attempt(path, steps, window) for path in paths]
    days = [[attempt[i] for attempt in attempts if len(attempt) > i] for i in range(len(steps))]
    assert found.reached.tolist() == [len(column) for column in days]
    medians = [np.median(column) if column else np.nan for column in days]
    assert found.median_days == pytest.approx(medians, nan_ok=True)


@relaxed
@given(events, steps)
def test_a_longer_window_loses_nobody(rows, steps):
    user, at, event = columns(rows)

    short, long, endless = (funnel(user, at * DAY, event, steps, window_days=days).reached for days in (3, 9, None))

    assert (short <= long).all()
    assert (long <= endless).all()
    assert (np.diff(endless) <= 0).all()


def test_the_last_moment_of_the_window_is_in_it():
    for late, reached in ((0, 1), (1, 0)):
        assert funnel([1, 1], [0, 7 * DAY + late], [0, 1], [0, 1], window_days=7).reached[1] == reached


def test_one_event_may_be_two_steps():
    found = funnel([1, 1, 2], [0, DAY, 0], [7, 7, 7], [7, 7])

    assert found.reached.tolist() == [2, 1]
    assert found.overall.value == 0.5


def test_an_earlier_user_does_not_lend_steps_to_the_next():
    found = funnel([1, 2], [0, 1], [0, 1], [0, 1])

    assert found.reached.tolist() == [1, 0]


def test_where_nobody_begins_nothing_is_known():
    found = funnel([1], [0], [3], [0, 1])

    assert found.reached.tolist() == [0, 0]
    assert np.isnan([found.overall.value, *found.conversion.value, *found.median_days]).all()
    assert funnel([], [], [], [0]).reached.tolist() == [0]


def test_impossible_funnels_are_refused():
    for columns in (([2, 1], [0, 0], [0, 0], [0]), ([1], [0], [0], []), ([1], [0], [0, 1], [0])):
        with pytest.raises(ValueError):
            funnel(*columns)
