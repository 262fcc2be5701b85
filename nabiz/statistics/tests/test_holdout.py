import numpy as np
import pytest
from hypothesis import given
from statsmodels.stats.proportion import confint_proportions_2indep

from nabiz.statistics.holdout import incremental
from nabiz.statistics.proportions import Share

from .strategies import relaxed, shares

MANY = [Share(np.array([86, 0, 5]), np.array([1000, 0, 10])), Share(np.array([31, 3, 9]), np.array([500, 9, 10]))]


@relaxed
@given(shares, shares)
def test_the_interval_agrees_with_statsmodels_and_is_carried_to_money(treated, holdout):
    found = incremental(Share(*treated), Share(*holdout), 12.5)

    low, high = confint_proportions_2indep(*treated, *holdout, compare="diff", method="newcomb")
    assert [found.lift.low, found.lift.high] == pytest.approx([low, high], abs=1e-9)
    assert [found.value.low, found.value.high] == pytest.approx(
        [low * treated[1] * 12.5, high * treated[1] * 12.5], abs=1e-6
    )
    assert found.is_proven == (low > 1e-12 or high < -1e-12)


def test_many_campaigns_at_once_get_what_each_gets_alone():
    many = incremental(*MANY, 10.0)

    for i in range(3):
        alone = incremental(*(Share(float(group.successes[i]), float(group.n[i])) for group in MANY), 10.0)
        np.testing.assert_array_equal([many.value.low[i], many.share[i]], [alone.value.low, alone.share])
        assert many.is_proven[i] == alone.is_proven


def test_an_empty_group_proves_nothing():
    found = incremental(Share(0, 0), Share(3, 9), 10)

    assert np.isnan([found.lift.value, found.value.value, found.share]).all()
    assert not found.is_proven


def test_without_conversions_there_is_nothing_to_share():
    assert np.isnan(incremental(Share(0, 50), Share(0, 50), 10).share)


def test_harm_is_proven_too_and_its_bounds_stay_in_order_where_a_conversion_costs():
    found = incremental(Share(10, 1000), Share(90, 1000), -5)

    assert found.is_proven
    assert found.share < 0
    assert found.value.low < found.value.value < found.value.high
