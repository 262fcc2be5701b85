import numpy as np
import pytest

from nabiz.statistics.run_length import (
    cusum_run_length,
    ewma_run_length,
    false_alarm_budget,
    shewhart_run_length,
)


def markov_cusum(k, h, shift, states=1000):
    """Brook & Evans (1972), one side."""
    from scipy.stats import norm

    width = 2 * h / (2 * states - 1)
    middle = np.arange(states) * width
    edge = norm.cdf(middle[None, :] + width / 2 - middle[:, None] + k - shift)
    chain = np.hstack([edge[:, :1], np.diff(edge, axis=1)])
    return np.linalg.solve(np.eye(states) - chain, np.ones(states))[0]


@pytest.mark.parametrize(("k", "h", "shift"), [(0.5, 4, 0), (0.25, 8, 0.5), (0.5, 5, 2), (1, 2.5, 0)])
def test_the_cusum_agrees_with_a_markov_chain(k, h, shift):
    both = 1 / (1 / markov_cusum(k, h, shift) + 1 / markov_cusum(k, h, -shift))

    assert cusum_run_length(k, h, shift) == pytest.approx(both, rel=1e-4)
    assert cusum_run_length(k, h, shift, sides=1) == pytest.approx(markov_cusum(k, h, shift), rel=1e-4)


@pytest.mark.parametrize(
    ("weight", "width", "expected"), [(0.4, 3.054, 500), (0.25, 2.998, 500), (0.2, 2.962, 500), (0.05, 2.615, 500)]
)
def test_the_moving_average_agrees_with_the_tables_of_lucas_and_saccucci(weight, width, expected):
    assert ewma_run_length(weight, width) == pytest.approx(expected, rel=0.003)


def test_charts_without_memory_are_shewhart_charts():
    for shift in (0, 1, -2):
        assert ewma_run_length(1, 3, shift) == pytest.approx(shewhart_run_length(3, shift))
    assert cusum_run_length(0.5, 0, 1, sides=1) == pytest.approx(shewhart_run_length(0.5, 1, sides=1))


def test_the_sign_of_a_shift_does_not_matter_to_two_sides():
    assert cusum_run_length(0.5, 5, 1) == pytest.approx(cusum_run_length(0.5, 5, -1))
    assert ewma_run_length(0.1, 2.7, 1) == pytest.approx(ewma_run_length(0.1, 2.7, -1))


def test_a_chart_that_never_alarms_runs_for_ever():
    assert [cusum_run_length(1, 20), ewma_run_length(0.1, 10), shewhart_run_length(50)] == [np.inf] * 3


@pytest.mark.parametrize("sides", [1, 2])
def test_the_limit_of_a_budget_spends_it(sides):
    budget = false_alarm_budget(40, 52, 4, sides=sides)

    assert shewhart_run_length(budget.sigmas, sides=sides) == pytest.approx(budget.run_length)


def test_no_false_alarm_at_all_has_no_limit():
    assert np.isnan([false_alarm_budget(40, 52, 0).sigmas, false_alarm_budget(40, 52, 0).run_length]).all()


def test_a_budget_of_more_alarms_than_points_needs_no_limit():
    assert np.isnan(false_alarm_budget(1, 12, 13).sigmas)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: cusum_run_length(-1, 5),
        lambda: ewma_run_length(2, 3),
        lambda: shewhart_run_length(3, sides=3),
        lambda: false_alarm_budget(-1, 52, 4),
    ],
)
def test_impossible_charts_have_no_run_length(ask):
    with pytest.raises(ValueError):
        ask()
