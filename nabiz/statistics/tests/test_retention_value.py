import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.retention_value import retention_value

from .strategies import relaxed

rates = st.floats(0.05, 0.9)


@relaxed
@given(rates, st.floats(0.0, 0.05), st.floats(0.01, 0.5))
def test_lifetime_value_is_the_sum_over_all_periods(retention, gain, discount):
    periods = np.arange(2000)

    found = retention_value(40, retention, gain, discount=discount)

    sums = [(40 * (r / (1 + discount)) ** periods).sum() for r in (retention, retention + gain)]
    assert [found.clv_base, found.clv_new] == pytest.approx(sums)
    assert [found.lifetime_base, found.lifetime_new] == pytest.approx([1 / (1 - retention), 1 / (1 - retention - gain)])


@relaxed
@given(rates, st.floats(0.01, 0.5))
def test_elasticity_is_what_a_small_step_does(retention, discount):
    step = 1e-6 * retention

    found = retention_value(40, retention, step, discount=discount)

    assert found.clv_change / 1e-6 == pytest.approx(found.elasticity, rel=1e-3)


def test_fixed_costs_make_the_change_of_profit_larger():
    found = retention_value(100, 0.9, 0.05, discount=0.1, fixed_cost=200)

    assert found.profit_change > found.clv_change


def test_where_nobody_leaves_and_nothing_is_discounted_value_has_no_limit():
    found = retention_value(100, 0.9, 0.1, discount=0)

    assert np.isnan([found.clv_new, found.clv_change, found.lifetime_new, found.profit_change]).all()


def test_where_nobody_stayed_or_nothing_was_earned_there_is_nothing_to_grow_from():
    assert np.isnan(retention_value(100, 0, 0.1, discount=0.1).one_year_margin_change)
    assert np.isnan(retention_value(0, 0.5, 0.1, discount=0.1).clv_change)
    assert np.isnan(retention_value(100, 0.5, 0.1, discount=0.1, fixed_cost=999).profit_change)


@pytest.mark.parametrize(("retention", "gain", "discount"), [(0.9, 0.2, 0.1), (-0.1, 0.2, 0.1), (0.5, 0.1, -1)])
def test_more_than_all_cannot_be_kept(retention, gain, discount):
    with pytest.raises(ValueError):
        retention_value(100, retention, gain, discount=discount)
