import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.erlang import erlang_c
from nabiz.statistics.staffing import Goal, day_plan, meeting, required_agents, scheduled_agents

from .strategies import relaxed

goals = st.builds(Goal, st.floats(0, 0.99), st.floats(0, 300), st.floats(0.3, 1))


@relaxed
@given(st.floats(0.5, 2_000), st.floats(1, 900), goals)
def test_one_agent_fewer_misses_the_goal(calls, handling, goal):
    agents, met = meeting(calls, 1800, handling, goal)

    fewer = erlang_c(calls, 1800, handling, agents - 1, goal.target)
    assert met.stable
    assert met.service_level >= goal.service_level - 1e-8
    assert met.occupancy <= goal.max_occupancy + 1e-8
    assert not fewer.stable or fewer.service_level < goal.service_level or fewer.occupancy > goal.max_occupancy


def test_many_intervals_get_what_each_gets_alone():
    calls = np.array([0, 3, 80, 5_000, 40_000])

    together = required_agents(calls, 1800, 200)

    assert together.tolist() == [float(required_agents(number, 1800, 200)) for number in calls]


def test_an_occupancy_that_stands_on_its_limit_is_enough():
    assert required_agents(85, 1000, 100, Goal(0, 20, 0.85)) == 10


def test_nobody_is_needed_where_nobody_calls():
    agents, queue = meeting(0, 1800, 240)

    assert agents == 0
    assert np.isnan(queue.service_level)


def test_an_unknown_number_of_calls_needs_an_unknown_number_of_agents():
    assert np.isnan(required_agents([np.nan, 10], 1800, 240)).tolist() == [True, False]


def test_shrinkage_divides_and_rounding_adds_nobody():
    assert scheduled_agents([7, 14, 0, 5], 0.3).tolist() == [10, 20, 0, 8]
    assert scheduled_agents([9, 9], [0.1, 0]).tolist() == [10, 9]


def test_a_day_adds_its_intervals_up():
    plan = day_plan([20, 0, 60], [180, 180, 300], interval=900, shrinkage=0.25, paid_hours=8)

    assert plan.workload_hours == pytest.approx((20 * 180 + 60 * 300) / 3600)
    assert plan.scheduled_hours == plan.scheduled.sum() / 4
    assert plan.full_time == plan.scheduled_hours / 8
    assert plan.efficiency == pytest.approx(plan.workload_hours / plan.scheduled_hours)


def test_a_day_without_calls_has_no_efficiency():
    for calls in ([], [0, 0]):
        plan = day_plan(calls, calls, interval=1800)

        assert plan.peak_scheduled == plan.scheduled_hours == 0
        assert np.isnan(plan.efficiency)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: Goal(service_level=1),
        lambda: Goal(max_occupancy=0),
        lambda: scheduled_agents(5, 1),
        lambda: day_plan([1], [100], interval=0),
        lambda: day_plan([1], [100], interval=1800, paid_hours=0),
    ],
)
def test_impossible_plans_are_refused(ask):
    with pytest.raises(ValueError):
        ask()
