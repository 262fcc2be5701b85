import numpy as np
import pytest

from nabiz.statistics.success_maps import AWAY, CHURNED, REACHED, occupancy, time_to_stage

NO = np.nan


def test_a_stage_is_occupied_once_all_before_it_are_reached():
    milestones = [[1, 2, 3], [1, NO, 3], [NO, NO, NO], [1, 2, NO]]

    found = occupancy([0] * 4, milestones, [NO] * 4, as_of=9)

    assert found.stage.tolist() == [3, 1, 0, 2]
    assert found.count.tolist() == [1, 1, 1, 1]
    assert found.is_out_of_order.tolist() == [False, True, False, False]


def test_milestones_in_the_wrong_order_are_flagged_and_count():
    found = occupancy([0], [[5, 2]], [NO], as_of=9)

    assert (found.stage.tolist(), found.is_out_of_order.tolist()) == ([2], [True])


def test_those_who_left_or_have_not_begun_stand_nowhere():
    found = occupancy([0, 0, 20], [[1], [1], [NO]], [9, 10, NO], as_of=9)

    assert found.stage.tolist() == [AWAY, 1, AWAY]
    assert found.count.tolist() == [0, 1]


def test_what_comes_later_is_not_known():
    assert occupancy([0], [[10]], [NO], as_of=9).count.tolist() == [1, 0]
    assert time_to_stage([0], [10], [11], as_of=9).durations.tolist() == [9]


def test_the_first_of_milestone_and_churn_is_the_outcome():
    found = time_to_stage([0, 0, 0, 5], [3, 8, 4, 2], [NO, 6, 4, NO], as_of=9)

    assert found.outcome.tolist() == [REACHED, CHURNED, REACHED, REACHED]
    assert found.durations.tolist() == [3, 6, 4, 0]


def test_finishers_alone_are_faster_than_all():
    found = time_to_stage([0, 0, 0, 0], [2, 4, NO, NO], [NO] * 4, as_of=30)

    assert (found.median_of_finishers, found.median.value) == (3, 4)
    assert found.is_overdue.tolist() == [False, False, True, True]


def test_no_accounts_have_no_times():
    found = time_to_stage([], [], [], as_of=1)

    assert np.isnan([found.median.value, found.median_of_finishers]).all()
    assert occupancy([], np.empty((0, 2)), [], as_of=1).count.tolist() == [0, 0, 0]


def test_impossible_accounts_are_refused():
    for columns in (([NO], [[1]], [NO]), ([0], [[1], [2]], [NO]), ([0], [1], [NO]), ([0], [[1]], [NO, NO])):
        with pytest.raises(ValueError):
            occupancy(*columns, as_of=1)
