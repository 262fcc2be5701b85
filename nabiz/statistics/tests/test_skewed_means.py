import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics import means, skewed_means


def sums(x):
    return [float(x.size), x.sum(), (x**2).sum(), (x**3).sum()]


def samples(sigma, n, times=4000, seed=3):
    x = np.exp(sigma * np.random.default_rng(seed).standard_normal((times, n)))
    return np.full(times, float(n)), x.sum(axis=1), (x**2).sum(axis=1), (x**3).sum(axis=1)


@pytest.mark.parametrize(("sigma", "n"), [(0.6, 30), (0.7, 100), (1.0, 100)])
def test_the_truth_lies_within_as_often_as_it_says(sigma, n):
    found = skewed_means.interval(*samples(sigma, n))

    truth = np.exp(sigma**2 / 2)
    inside = ((found.low <= truth) & (truth <= found.high)).mean()
    assert 0.93 <= inside <= 0.965


def test_it_holds_where_students_interval_does_not():
    columns = samples(1.0, 30)
    truth = np.exp(0.5)

    ours, students = skewed_means.interval(*columns), means.interval(*columns[:3])

    assert ((students.low <= truth) & (truth <= students.high)).mean() < 0.9
    assert ((ours.low <= truth) & (truth <= ours.high)).mean() > 0.915


def test_without_skewness_it_is_students_interval():
    x = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0])

    ours, students = skewed_means.interval(*sums(x)), means.interval(*sums(x)[:3])

    assert (ours.value, ours.low) == pytest.approx((students.value, students.low), abs=0.02)


@given(st.lists(st.floats(0.1, 1000), min_size=3, max_size=40), st.floats(0.01, 100))
def test_another_unit_gives_the_same_interval_in_it(values, unit):
    x = np.array(values)

    here, there = skewed_means.interval(*sums(x)), skewed_means.interval(*sums(x * unit))

    assert there.low == pytest.approx(here.low * unit, rel=1e-4, abs=1e-6 * unit)
    assert here.low <= here.value <= here.high


def test_too_few_have_no_bounds():
    assert np.isnan(skewed_means.interval(0.0, 0.0, 0.0, 0.0).value)
    assert np.isnan(skewed_means.interval(2.0, 3.0, 5.0, 9.0).low)


def test_equal_values_have_no_width():
    found = skewed_means.interval(*sums(np.full(12, 3.7)))

    assert (found.low, found.high) == pytest.approx((3.7, 3.7))
