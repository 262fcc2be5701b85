from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics import churn
from nabiz.statistics.estimates import complement

from .strategies import as_columns, assert_same_as_alone, relaxed

FIRST, LAST = date(2026, 4, 1), date(2026, 4, 30)


def one(started, trial_days=0, paid_from=None, ended=None):
    """Churn of one subscription, given by days counted from the first of April."""
    first = FIRST.toordinal()
    days = [None if day is None else date.fromordinal(first + day) for day in (started, paid_from, ended)]
    return churn.churn_with_trials([churn.Subscription(days[0], trial_days, days[1], days[2])], FIRST, LAST)


def test_retention_counts_many_groups_as_it_counts_each():
    groups = [(200, 30, 210), (0, 5, 5), (10, 0, 10), (10, 3, 3)]

    many = churn.retention(*as_columns(groups))

    assert_same_as_alone(many, [churn.retention(*group) for group in groups])
    assert many.value == pytest.approx([0.9, np.nan, 1, 0], nan_ok=True)


def test_churn_is_what_retention_leaves():
    kept = churn.retention(200, 30, 210)

    lost = complement(kept)

    assert [lost.value, lost.low, lost.high] == pytest.approx([0.1, 1 - kept.high, 1 - kept.low])


@pytest.mark.parametrize("numbers", [(10, 5, 4), (10, 0, 11), (-1, 0, 0)])
def test_impossible_customer_counts_are_refused(numbers):
    with pytest.raises(ValueError):
        churn.retention(*numbers)


def test_without_customers_at_the_start_no_convention_has_a_rate_but_the_one_that_counts_the_new():
    found = churn.logo_churn(0, 10, 0, 2)

    assert np.isnan([found.start_only.value, found.all_lost_over_start]).all()
    assert found.start_plus_new == pytest.approx(0.2)


def test_who_pays_until_the_first_day_is_gone_and_who_pays_from_it_is_there():
    assert one(-90, paid_from=-90, ended=0).paid.n == 0
    assert one(0, paid_from=0).paid.n == 1


def test_an_end_on_the_last_day_is_churn_and_one_on_the_day_after_is_not():
    assert one(-90, paid_from=-90, ended=29).paid.value == 1
    assert one(-90, paid_from=-90, ended=30).paid.value == 0


def test_a_trial_that_ends_unpaid_is_lost_but_not_churned():
    found = one(-10, trial_days=14, ended=4)

    assert found.paid.n == 0
    assert found.including_trials.value == 1


def test_a_trial_counts_in_the_period_in_which_it_began():
    assert [one(day, trial_days=14).trials_started for day in (-1, 0, 29, 30)] == [0, 1, 1, 0]


def test_a_trial_is_judged_once_its_length_has_passed():
    assert one(15, trial_days=14).conversion.n == 1
    assert one(16, trial_days=14).conversion.n == 0


@relaxed
@given(st.floats(0, 0.99), st.floats(1, 400), st.floats(1, 400))
def test_churn_rescaled_there_and_back_is_the_same(rate, days, other):
    there = churn.rescale(rate, from_days=days, to_days=other)

    if there < 1 - 1e-6:
        assert churn.rescale(there, from_days=other, to_days=days) == pytest.approx(rate, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("options", [{"churn": 1.5}, {"from_days": 0}, {"to_days": -3}])
def test_impossible_rates_are_not_rescaled(options):
    with pytest.raises(ValueError):
        churn.rescale(**{"churn": 0.1, "from_days": 30, "to_days": 365} | options)
