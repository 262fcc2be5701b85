import pytest

from nabiz.statistics import nps
from nabiz.statistics.nps_plan import sample_size, sample_size_two


@pytest.mark.parametrize(("p", "d", "margin"), [(0.5, 0.2, 10), (0.5, 0.5, 5), (0.7, 0.05, 4)])
def test_a_planned_sample_has_about_the_margin_that_was_asked_for(p, d, margin):
    n = sample_size(p, d, margin)

    found = nps.interval(n * p, n * (1 - p - d), n * d)
    assert (found.high - found.low) / 2 == pytest.approx(margin, rel=0.03)


def test_noticing_three_points_takes_about_5200_answers_a_period_to_reach_significance():
    n = 5_200

    before, after = (nps.Counts(n * p, n * 0.3, n * (0.7 - p)) for p in (0.5, 0.515))
    assert nps.difference(before, after).p_value == pytest.approx(0.05, abs=0.01)


def test_more_power_needs_more_answers():
    sizes = [sample_size_two(0.45, 0.2, 8, power=power) for power in (0.5, 0.8, 0.95)]

    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]
    assert sample_size_two(0.45, 0.2, 8) == sizes[1]


def test_a_unanimous_expectation_still_needs_one_answer():
    assert sample_size(1, 0, 10) == 1


@pytest.mark.parametrize(("p", "d", "margin"), [(0.7, 0.4, 5), (-0.1, 0.4, 5), (0.5, 0.2, 0), (0.5, 0.2, -3)])
def test_impossible_plans_are_refused(p, d, margin):
    with pytest.raises(ValueError):
        sample_size(p, d, margin)


def test_certain_power_is_refused():
    with pytest.raises(ValueError, match="power"):
        sample_size_two(0.5, 0.2, 5, power=1)
