import numpy as np
import pytest

from nabiz.statistics.pain import pain_points


def test_pain_is_severity_times_reach():
    found = pain_points([75, 25], [0.5, 0], [0, 1], [0, 0], [1, 8], [2, 2])

    assert found.severity == pytest.approx([20, 40])
    assert found.pain == pytest.approx([15, 10])
    assert found.share == pytest.approx([0.6, 0.4])
    assert found.ranking.tolist() == [0, 1]
    assert found.is_enough.tolist() == [True, False]


def test_a_missing_component_leaves_the_mean():
    found = pain_points([1], [0.5], [np.nan], [np.nan], [np.nan], [np.nan])

    assert found.severity == pytest.approx([50])


def test_a_stage_of_which_nothing_is_known_comes_last():
    found = pain_points([10, 10], [np.nan, 0.1], [np.nan, 0], [np.nan, 0], [np.nan, 1], [1, 1])

    assert found.ranking.tolist() == [1, 0]
    assert np.isnan(found.severity[0])
    assert found.share[1] == 1


def test_without_volume_or_pain_there_are_no_shares():
    assert np.isnan(pain_points([0], [1], [1], [1], [1], [1]).pain).all()
    assert np.isnan(pain_points([5], [0], [0], [0], [1], [1]).share).all()
    assert pain_points([], [], [], [], [], []).ranking.size == 0


def test_impossible_stages_are_refused():
    for stage in (([1], [-1], [0], [0], [1], [1]), ([1], [0], [0], [0], [1], [0])):
        with pytest.raises(ValueError):
            pain_points(*stage)
