import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nabiz.statistics import means

from .strategies import amounts, as_columns, assert_same_as_alone, relaxed

GROUPS = [(12, 63, 359), (1, 5, 25), (0, 0, 0), (3, 15, 75), (2, -3, 17)]
FIELDS = ("value", "low", "high", "se", "df", "statistic", "p_value")


@relaxed
@given(amounts)
def test_the_t_interval_agrees_with_scipy(values):
    found = means.interval(*means.sums(values), confidence=0.9)

    result = stats.ttest_1samp(values, 0).confidence_interval(0.9) if np.ptp(values) else (found.value, found.value)
    assert found.value == pytest.approx(np.mean(values))
    assert [found.low, found.high] == pytest.approx(list(result), rel=1e-6, abs=1e-6)


@relaxed
@given(amounts, st.sampled_from([0.01, 7.0, 1e6]))
def test_another_unit_scales_the_interval(values, unit):
    plain, scaled = (means.interval(*means.sums(np.array(values) * u)) for u in (1.0, unit))

    expected = [unit * plain.low, unit * plain.high]
    assert [scaled.low, scaled.high] == pytest.approx(expected, rel=1e-6, abs=1e-6 * unit)


def test_many_groups_at_once_get_what_each_gets_alone():
    many = means.interval(*as_columns(GROUPS))

    assert_same_as_alone(many, [means.interval(*group) for group in GROUPS])


def test_one_value_has_a_mean_but_no_bounds_and_none_has_neither():
    one, none = means.interval(1, 5, 25), means.interval(0, 0, 0)

    assert one.value == 5
    assert np.isnan([one.low, one.high, none.value, none.low]).all()


def test_equal_values_that_no_float_holds_have_no_spread():
    found = means.interval(*means.sums([0.1] * 7))

    assert found.se == 0


@pytest.mark.filterwarnings("ignore:Precision loss")  # scipy's, where one sample does not vary
@relaxed
@given(amounts, amounts)
def test_a_change_agrees_with_welchs_t_test(before, after):
    found = means.difference(means.sums(before), means.sums(after))

    if np.ptp(before) or np.ptp(after):
        expected = stats.ttest_ind(after, before, equal_var=False)
        assert found.statistic == pytest.approx(expected.statistic, rel=1e-6, abs=1e-6)
        assert found.p_value == pytest.approx(expected.pvalue, rel=1e-5, abs=1e-9)
        assert [found.low, found.high] == pytest.approx(list(expected.confidence_interval()), rel=1e-6, abs=1e-6)
    else:
        assert np.isnan(found.p_value)


def test_many_changes_at_once_get_what_each_gets_alone():
    many = means.difference(means.Sums(*as_columns(GROUPS)), means.Sums(*as_columns(GROUPS[::-1])))

    pairs = zip(GROUPS, GROUPS[::-1], strict=True)
    alone = [means.difference(means.Sums(*a), means.Sums(*b)) for a, b in pairs]
    assert_same_as_alone(many, alone, FIELDS)
