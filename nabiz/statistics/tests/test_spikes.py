import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from nabiz.statistics.spikes import poisson_spike, robust_z

from .strategies import relaxed


@relaxed
@given(st.lists(st.integers(0, 9), min_size=1, max_size=20), st.floats(0.1, 9))
def test_another_unit_leaves_robust_z_as_it_was(history, unit):
    one, other = (robust_z(np.array(history) * factor, np.array([4, 20]) * factor) for factor in (1, unit))

    assert other.z == pytest.approx(one.z, nan_ok=True)
    assert other.mad == pytest.approx(one.mad * unit)


def test_a_history_that_is_mostly_one_value_is_measured_by_its_mean_deviation():
    found = robust_z([5, 5, 5, 5, 9], [9])

    assert (found.mad, found.scale) == (0, "mean_deviation")
    assert found.z == pytest.approx([4 / (np.sqrt(np.pi / 2) * 0.8)])


@pytest.mark.parametrize("history", [[], [np.nan], [7, 7, 7]])
def test_a_history_without_variation_calls_nothing_unusual(history):
    found = robust_z(history, [7, 100])

    assert np.isnan(found.z).all()
    assert not found.unusual.any()
    assert found.scale == "none"


def test_unusual_is_beyond_three_and_a_half():
    found = robust_z([9, 10, 11], [10 + 3.4 * 1.4826, 10 - 3.6 * 1.4826])

    assert found.unusual.tolist() == [False, True]


@relaxed
@given(st.integers(0, 60), st.floats(0.1, 30), st.floats(0.1, 5))
def test_the_tails_of_a_count_agree_with_scipy(observed, rate, exposure):
    found = poisson_spike(observed, rate, exposure)

    expected = poisson(rate * exposure)
    assert found.p_upper == pytest.approx(expected.sf(observed - 1), abs=1e-12)
    assert found.p_lower == pytest.approx(expected.cdf(observed), abs=1e-12)


@relaxed
@given(st.integers(0, 60), st.floats(0.1, 5))
def test_at_its_bounds_a_rate_makes_the_count_as_rare_as_the_confidence_says(observed, exposure):
    rate = poisson_spike(observed, 1.0, exposure, confidence=0.9).rate

    assert poisson(rate.high * exposure).cdf(observed) == pytest.approx(0.05)
    assert rate.low == 0 if observed == 0 else poisson(rate.low * exposure).sf(observed - 1) == pytest.approx(0.05)


def test_where_none_is_expected_one_is_a_surprise():
    assert poisson_spike(1, 0.0).p_upper == 0
    assert poisson_spike(0, 0.0).p_upper == 1


def test_without_exposure_no_rate_was_observed():
    found = poisson_spike(np.array([0, 3]), np.array([2.0, 2.0]), np.array([0, 1]))

    assert np.isnan([found.rate.low[0], found.rate.high[0]]).all()
    assert not np.isnan(found.rate.high[1])


@pytest.mark.parametrize("observed", [-1, 1.5])
def test_impossible_counts_are_refused(observed):
    with pytest.raises(ValueError):
        poisson_spike(observed, 2.0)
