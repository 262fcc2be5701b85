import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nabiz.statistics.medians import difference, interval

numbers = st.lists(st.integers(0, 9), min_size=1, max_size=60)


def tallied(values):
    return np.unique(values, return_counts=True)


@given(numbers)
def test_the_median_is_that_of_the_listed_numbers(values):
    found = interval(*tallied(values))

    assert (found.value, found.n) == (np.median(values), len(values))
    assert len(values) < 6 or found.low <= found.value <= found.high


@pytest.mark.parametrize("n", [10, 11, 30, 100, 1000])
def test_bounds_hold_for_skewed_numbers(n):
    draws = np.random.default_rng(5).lognormal(0, 1, (2000, n))

    found = [interval(row, np.ones(n)) for row in draws]

    assert 0.935 <= np.mean([each.low <= 1 <= each.high for each in found]) <= 0.965


@given(numbers, numbers)
def test_the_test_is_the_rank_sum_test(before, after):
    found = difference(tallied(before), tallied(after))

    if len({*before, *after}) > 1:
        wanted = stats.mannwhitneyu(before, after, use_continuity=False, method="asymptotic")
        assert found.p_value == pytest.approx(wanted.pvalue)
    assert found.value == np.median(after) - np.median(before)


def test_too_few_have_no_bounds_and_none_no_median():
    few, none = interval([1, 2, 3], [1, 1, 1]), interval([], [])

    assert few.value == 2
    assert np.isnan([few.low, few.high, none.value]).all()


def test_values_that_never_occur_do_not_count():
    assert interval([1, 2, 9], [6, 6, 0]).n == 12


def test_a_value_without_times_is_refused():
    with pytest.raises(ValueError):
        interval([1, 2], [1])
