import numpy as np
import pytest

from nabiz.statistics.importance_map import importance_map


@pytest.mark.parametrize(("cut", "across", "up"), [("mean", 3.0, 50.0), ("median", 2.0, 40.0), ("midpoint", 3.5, 50.0)])
def test_cuts_lie_where_the_rule_says(cut, across, up):
    found = importance_map([1, 2, 6], [20, 40, 90], cut=cut)

    assert (found.importance_cut, found.performance_cut) == (across, up)


def test_important_and_badly_done_comes_first():
    found = importance_map([9, 9, 1, 1], [10, 90, 10, 90])

    assert found.quadrants == ["concentrate_here", "keep_up", "low_priority", "possible_overkill"]


def test_on_the_cut_counts_as_above_also_when_the_mean_is_a_rounding_error_away():
    found = importance_map([0.1] * 3, [70.1] * 3)

    assert found.quadrants == ["keep_up"] * 3


def test_a_stated_importance_is_cut_at_the_middle_of_its_scale():
    found = importance_map([4, 5], [60, 70], cut="midpoint", importance_scale=(1, 5), performance_scale=(0, 100))

    assert (found.importance_cut, found.performance_cut) == (3, 50)


def test_a_driver_with_a_gap_has_no_place_and_moves_no_cut():
    found = importance_map([1, np.nan, 3], [20, 90, 40])

    assert (found.importance_cut, found.performance_cut) == (2, 30)
    assert found.quadrants[1] is None


def test_no_drivers_have_no_cuts():
    assert np.isnan(importance_map([], []).importance_cut)


def test_an_unknown_cut_names_the_choices():
    with pytest.raises(ValueError, match="mean, median, midpoint"):
        importance_map([1], [1], cut="mode")
