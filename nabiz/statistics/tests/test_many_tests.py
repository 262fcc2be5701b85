import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from nabiz.statistics.multiplicity import benjamini_hochberg, bonferroni, holm
from nabiz.statistics.percentiles import percentiles

from .strategies import amounts, relaxed

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@relaxed
@given(P_VALUES)
def test_the_false_discovery_rate_agrees_with_scipy(p_values):
    assert benjamini_hochberg(p_values).adjusted == pytest.approx(false_discovery_control(p_values))


@relaxed
@given(P_VALUES)
def test_the_stricter_the_promise_the_larger_the_p_value(p_values):
    rate, stepwise, plain = (method(p_values).adjusted for method in (benjamini_hochberg, holm, bonferroni))

    assert (np.array(p_values) <= rate + 1e-12).all()
    assert (rate <= stepwise + 1e-12).all()
    assert (stepwise <= plain + 1e-12).all()


@pytest.mark.parametrize("method", [benjamini_hochberg, holm, bonferroni])
def test_a_metric_without_a_test_is_not_counted_as_one(method):
    found = method([0.03, np.nan, 0.01])

    assert found.adjusted[[0, 2]].tolist() == method([0.03, 0.01]).adjusted.tolist()
    assert np.isnan(found.adjusted[1])
    assert not found.rejected[1]


def test_a_p_value_exactly_on_the_cut_is_rejected():
    assert benjamini_hochberg([0.01, 0.02, 0.03, 0.04, 0.05], alpha=0.05).rejected.all()


@pytest.mark.parametrize("method", [benjamini_hochberg, holm, bonferroni])
def test_five_percent_is_the_usual_cut(method):
    assert [bool(method([p]).rejected[0]) for p in (0.049, 0.051)] == [True, False]


@pytest.mark.parametrize("method", [benjamini_hochberg, holm, bonferroni])
def test_nothing_to_test_is_nothing_found(method):
    assert method([]).adjusted.size == 0


def test_what_is_not_a_p_value_is_refused():
    with pytest.raises(ValueError):
        holm([0.5, 1.2])


@relaxed
@given(amounts, st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_percentiles_interpolate_between_neighbours(values, shares):
    ordered = np.sort(values)

    for share, found in zip(shares, percentiles(values, shares), strict=True):
        place = share * (len(values) - 1)
        assert found == pytest.approx(np.interp(place, np.arange(len(values)), ordered))


def test_missing_values_are_left_out_and_nothing_left_is_undefined():
    assert percentiles([1, np.nan, 3], [0.5]).tolist() == [2]
    assert np.isnan(percentiles([np.nan], [0.5, 0.9])).all()
    assert np.isnan(percentiles([], [0.5])).all()


def test_a_percentile_above_all_is_refused():
    with pytest.raises(ValueError):
        percentiles([1, 2], [90])
