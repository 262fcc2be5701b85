import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.lifetime_value import historic, simple

from .strategies import relaxed


def test_what_was_earned_is_worth_more_the_longer_ago():
    days = np.array(["2025-03-01", "2024-03-01"], dtype="datetime64[D]")

    found = historic(days, [-50, 200], np.datetime64("2025-03-01"), margin=0.5, annual_discount=0.1)

    assert (found.revenue, found.margin) == (150, 75)
    assert found.at_reference == pytest.approx(100 * 1.1 - 25)
    assert found.at_first == pytest.approx(100 - 25 / 1.1)


def test_without_discount_all_days_are_alike():
    found = historic([3, 900, -40], [10, 20, 30], 1_000, margin=1, annual_discount=0)

    assert (found.at_first, found.at_reference) == (pytest.approx(60), pytest.approx(60))


def test_without_purchases_nothing_was_earned():
    found = historic([], [], 5, margin=1, annual_discount=0.1)

    assert (found.revenue, found.margin, found.at_reference) == (0, 0, 0)
    assert np.isnan(found.at_first)


@relaxed
@given(st.floats(0, 0.999), st.floats(0, 2), st.integers(0, 60))
def test_a_simple_value_is_the_sum_of_its_payments(retention, discount, periods):
    found = simple(80, retention, discount, periods)

    kept = retention / (1 + discount)
    assert found.finite_now == pytest.approx(sum(80 * kept**t for t in range(periods)))
    assert found.finite_later == pytest.approx(sum(80 * kept**t for t in range(1, periods + 1)))
    assert found.now == pytest.approx(80 / (1 - kept))
    assert found.later == pytest.approx(found.now - 80, abs=1e-9)


def test_a_customer_who_never_leaves_is_worth_what_is_counted():
    found = simple(80.0, 1.0, 0.0, 12.0)

    assert np.isnan([found.now, found.later, found.multiple]).all()
    assert (found.finite_now, found.finite_later) == (960, 960)


def test_many_are_answered_as_each_alone():
    many = simple(np.array([80, 20]), np.array([0.8, 1]), np.array([0.1, 0.2]), np.array([3, 4]))

    assert many.now.tolist() == [simple(80, 0.8, 0.1, 3).now, simple(20, 1, 0.2, 4).now]


@pytest.mark.parametrize("arguments", [(1, 1.1, 0.1, 2), (1, -0.1, 0.1, 2), (1, 0.5, -0.1, 2), (1, 0.5, 0.1, -2)])
def test_impossible_assumptions_are_refused(arguments):
    with pytest.raises(ValueError):
        simple(*arguments)


def test_impossible_purchases_are_refused():
    for days, amounts, discount in (([1, 2], [1], 0.1), ([1], [1], -1), ([np.nan], [1], 0.1)):
        with pytest.raises(ValueError):
            historic(days, amounts, 5, margin=1, annual_discount=discount)
