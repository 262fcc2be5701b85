from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.usage import adoption, stickiness

from .strategies import relaxed

MONDAY = 4  # 1970-01-05
events = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 40)), max_size=60)


@relaxed
@given(events, st.integers(5, 20), st.integers(0, 15), st.integers(1, 20))
def test_stickiness_is_what_looking_at_each_day_finds(rows, first, length, window):
    user, day = np.array(sorted(rows), dtype=np.int64).reshape(-1, 2).T
    days = range(first, first + length + 1)

    found = stickiness(user, day, days[0], days[-1], window_days=window)

    active = {d: {u for u, at in rows if at == d} for d in range(-20, 61)}
    trailing = [set().union(*(active[e] for e in range(d - window + 1, d + 1))) for d in days]
    everybody = set().union(*(active[d] for d in days))
    works = [d for d in days if (date(1970, 1, 1) + timedelta(days=d)).weekday() < 5]
    assert found.daily.tolist() == [len(active[d]) for d in days]
    assert found.trailing.tolist() == [len(users) for users in trailing]
    rolling = [len(active[d]) / len(users) for d, users in zip(days, trailing, strict=True) if users]
    assert found.rolling == pytest.approx(np.mean(rolling) if rolling else np.nan, nan_ok=True)
    assert found.period_active == len(everybody)
    if everybody and works:
        assert found.weekdays == pytest.approx(np.mean([len(active[d]) for d in works]) / len(everybody))
        assert found.calendar.value == pytest.approx(found.active_days_per_user / len(days))
        assert found.calendar.value == pytest.approx(found.mean_daily / len(everybody))
    if len(everybody) > 1:
        assert 0 <= found.calendar.low <= found.calendar.high <= 1


def test_other_weekends_are_other_working_days():
    friday_and_saturday = stickiness([1, 1], [MONDAY, MONDAY + 4], MONDAY, MONDAY + 6, weekend=(4, 5))

    assert friday_and_saturday.weekdays == pytest.approx(1 / 5)


def test_where_nobody_was_active_nothing_is_known():
    found = stickiness([], [], MONDAY, MONDAY + 6)

    assert (found.period_active, found.mean_daily) == (0, 0)
    assert np.isnan([found.calendar.value, found.rolling, found.weekdays, found.active_days_per_user]).all()


def test_impossible_periods_are_refused():
    for question in (([], [], 5, 4), ([2, 1], [0, 0], 0, 4), ([1, 1], [3, 0], 0, 4)):
        with pytest.raises(ValueError):
            stickiness(*question)


def test_only_entitled_accounts_count():
    found = adoption([[3, 0], [9, 9], [2, 5]], entitled=[True, False, True], seats=[4, 9, 6], active_seats=[3, 9, 2])

    assert (found.eligible, found.adopted.tolist(), found.rate.value.tolist()) == (2, [1, 1], [0.5, 0.5])
    assert found.depth.tolist() == [3, 5]
    assert (found.breadth, found.seat_utilisation) == (0.5, 0.5)


def test_each_feature_may_have_its_own_threshold():
    assert adoption([[3, 3]], min_uses=[3, 4]).adopted.tolist() == [1, 0]


def test_without_accounts_features_or_seats_nothing_is_known():
    empty, featureless = adoption(np.empty((0, 1))), adoption(np.empty((2, 0)))

    assert np.isnan([*empty.rate.value, *empty.depth, empty.breadth, empty.seat_utilisation, featureless.breadth]).all()


def test_a_single_column_is_no_table():
    with pytest.raises(ValueError):
        adoption([1, 2])
