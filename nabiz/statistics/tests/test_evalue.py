import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics import evalue

from .strategies import relaxed


@relaxed
@given(st.floats(0.01, 100))
def test_a_confounder_that_strong_just_explains_the_effect_away(ratio):
    found = evalue.e_value(ratio, ratio, ratio).of_estimate

    # Ding & VanderWeele (2016): the bias that a confounder with both ratios equal to E can make.
    assert found**2 / (2 * found - 1) == pytest.approx(max(ratio, 1 / ratio))


@relaxed
@given(st.floats(0.01, 100), st.floats(1, 5), st.floats(1, 5))
def test_a_protective_ratio_counts_like_the_harmful_one_turned_over(ratio, down, up):
    plain = evalue.e_value(ratio, ratio / down, ratio * up)
    turned = evalue.e_value(1 / ratio, 1 / (ratio * up), down / ratio)

    assert [plain.of_estimate, plain.of_bound] == pytest.approx([turned.of_estimate, turned.of_bound])
    assert 1 <= plain.of_bound <= plain.of_estimate + 1e-9


@pytest.mark.parametrize(("ratio", "low", "high"), [(1.5, 0.9, 2), (0.7, 0.4, 1.1), (1, 1, 1)])
def test_an_interval_that_holds_no_effect_needs_no_confounder(ratio, low, high):
    assert evalue.e_value(ratio, low, high).of_bound == 1


def test_a_ratio_missing_or_not_positive_has_none():
    found = evalue.e_value(np.array([np.nan, 0.0, 2.0]), np.full(3, np.nan), np.full(3, np.nan))

    assert np.isnan(found.of_estimate).tolist() == [True, True, False]
    assert np.isnan(found.of_bound).all()


def test_bounds_on_the_wrong_side_are_refused():
    with pytest.raises(ValueError):
        evalue.e_value(2.0, 2.5, 3.0)


def test_other_measures_come_to_risk_ratios():
    assert evalue.ratio_of_odds(4) == 2
    assert evalue.ratio_of_hazards([1, 2]) == pytest.approx([1, (1 - 0.5**2**0.5) / (1 - 0.5**0.5**0.5)])
    assert evalue.ratio_of_difference(0) == 1
