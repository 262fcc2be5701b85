from datetime import date, timedelta

import numpy as np
import pytest

from nabiz.statistics.holiday_effects import Factor, Window, holiday_factors

MONDAY = date(2025, 1, 6)


def history(weeks, value=100.0):
    return {MONDAY + timedelta(days=i): value for i in range(7 * weeks)}


def day(week, weekday=0):
    return MONDAY + timedelta(weeks=week, days=weekday)


def test_a_day_is_compared_with_the_median_of_the_same_weekdays_before():
    days = history(6) | {day(1): 80.0, day(2): 90.0, day(3): 110.0, day(4): 120.0, day(5): 50.0}

    found = holiday_factors(days, [Window(day(5), 0, 0)])

    assert found == {0: Factor(0.5, 1)}


def test_days_within_any_window_are_no_baseline():
    days = history(8) | {day(4): 7.0, day(5): 30.0}

    found = holiday_factors(days, [Window(day(4), 0, 0), Window(day(5), -1, 0)], weeks=1)

    assert found[0].value == pytest.approx((7 + 30) / 200)


def test_a_long_window_looks_back_beyond_itself():
    days = history(8) | {day(6, weekday): 50.0 for weekday in range(7)} | {day(5): 60.0}

    found = holiday_factors(days, [Window(day(6), -7, 6)], weeks=2)

    assert (found[-7].value, found[0].value) == (0.6, 0.5)


def test_years_are_pooled_by_their_volume():
    days = {day(0): 100.0, day(1): 50.0, day(60): 1_000.0, day(61): 900.0}

    found = holiday_factors(days, [Window(day(1), 0, 0), Window(day(61), 0, 0)], weeks=1)

    assert found[0] == Factor(pytest.approx(950 / 1_100), 2)


def test_days_that_are_not_known_have_no_factor():
    days = history(2) | {day(1): np.nan}

    found = holiday_factors(days, [Window(day(1), 0, 1), Window(day(0), 0, 0)])

    assert np.isnan(found[0].value)
    assert (found[0].n, found[1].n) == (0, 1)


def test_little_evidence_is_shrunk_towards_no_effect():
    assert Factor(0.4, 3).shrunk() == pytest.approx(0.55)
    assert Factor(0.4, 3).shrunk(0) == pytest.approx(0.4)
    assert Factor(np.nan, 0).shrunk() == 1


def test_a_baseline_of_no_weeks_is_refused():
    with pytest.raises(ValueError):
        holiday_factors({}, [], weeks=0)
