import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.control_charts import cusum, ewma, p_chart

from .strategies import relaxed

readings = st.lists(st.floats(-20, 20).map(lambda x: round(x, 2)), max_size=30)


@relaxed
@given(readings)
def test_the_cusum_follows_its_recursion(values):
    chart = cusum(values, target=1, sigma=2, k=0.5, h=4, head_start=2)

    up = down = 2.0
    for value, c_plus, c_minus in zip(values, chart.up, chart.down, strict=True):
        z = (value - 1) / 2
        up, down = max(0, up + z - 0.5), max(0, down - z - 0.5)
        assert (c_plus, c_minus) == pytest.approx((up, down), abs=1e-9)


@relaxed
@given(readings)
def test_mirrored_values_alarm_on_the_other_side(values):
    chart, mirrored = (cusum(sign * np.array(values), target=0, sigma=1) for sign in (1, -1))

    assert chart.up.tolist() == mirrored.down.tolist()
    assert chart.first_alarm == pytest.approx(mirrored.first_alarm, nan_ok=True)


def test_many_series_get_what_each_gets_alone():
    values = np.random.default_rng(1).normal(10, 2, (5, 40))
    target, sigma = np.arange(8, 13), np.arange(1, 6)

    for chart in (cusum, ewma):
        together = chart(values, target=target, sigma=sigma).first_alarm
        rows = zip(values, target, sigma, strict=True)
        alone = [chart(row, target=centre, sigma=unit).first_alarm for row, centre, unit in rows]
        assert together == pytest.approx(alone, nan_ok=True)


def test_a_gap_leaves_the_charts_as_they_were():
    gapped = [11, np.nan, 12]

    sums, mean = cusum(gapped, target=10, sigma=1), ewma(gapped, target=10, sigma=1)

    assert sums.up.tolist() == [0.5, 0.5, 2]
    assert mean.mean[2] == ewma([11, 12], target=10, sigma=1).mean[1]
    assert mean.high[2] == ewma([11, 12], target=10, sigma=1).high[1]


def test_a_sum_on_its_limit_is_no_alarm():
    assert np.isnan(cusum([0.6, 0.6, 0.6], target=0, sigma=1, k=0.5, h=0.3).first_alarm)
    assert cusum([0.6, 0.6, 0.61], target=0, sigma=1, k=0.5, h=0.3).first_alarm == 2


def test_without_variation_nothing_can_be_said():
    sums, mean = cusum([1, 2], target=1, sigma=0), ewma([1, 2], target=1, sigma=0)

    assert np.isnan([sums.up, sums.down, mean.low, mean.high]).all()
    assert np.isnan([sums.first_alarm, mean.first_alarm]).all()


def test_the_limits_of_the_moving_average_widen_to_their_final_distance():
    values = np.zeros(400)

    exact, final = (ewma(values, target=0, sigma=1, weight=0.2, width=3, asymptotic=flag) for flag in (False, True))

    assert exact.high[0] == pytest.approx(0.6)
    assert exact.high[-1] == pytest.approx(final.high[0]) == pytest.approx(3 * np.sqrt(0.2 / 1.8))


def test_a_drop_of_the_moving_average_alarms_too():
    assert ewma([0, 0, -9], target=0, sigma=1, weight=0.2, width=3).first_alarm == 2


def test_a_series_without_observations_never_alarms():
    assert np.isnan(cusum([], target=0, sigma=1).first_alarm)
    assert np.isnan(ewma([np.nan], target=0, sigma=1).mean).sum() == 0


def test_the_share_chart_judges_against_a_frozen_baseline():
    chart = p_chart([30, 12], [100, 100], centre=0.1)

    assert chart.alarms.tolist() == [True, False]
    assert chart.high == pytest.approx(0.1 + 3 * np.sqrt(0.09 / 100))
    assert chart.low.tolist() == pytest.approx([0.01, 0.01])


def test_a_period_without_cases_is_left_out():
    chart, without = p_chart([1, 0, 3], [10, 0, 9]), p_chart([1, 3], [10, 9])

    assert np.isnan([chart.share[1], chart.low[1], chart.high[1]]).all()
    assert chart.alarms.tolist() == [False, False, False]
    assert (chart.centre, chart.dispersion) == (without.centre, without.dispersion)


def test_overdispersed_shares_get_wider_limits():
    events, n = np.tile([300, 500], 10), np.full(20, 1000)

    plain, widened = (p_chart(events, n, laney=flag) for flag in (False, True))

    assert plain.alarms.all()
    assert not widened.alarms.any()


def test_shares_that_never_vary_have_no_dispersion():
    assert np.isnan([p_chart([0, 0], [5, 5]).dispersion, p_chart([], []).centre]).all()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: cusum([1], target=0, sigma=-1),
        lambda: cusum([1], target=0, sigma=1, k=-1),
        lambda: ewma([1], target=0, sigma=1, weight=0),
        lambda: p_chart([3], [2]),
    ],
)
def test_impossible_charts_are_refused(ask):
    with pytest.raises(ValueError):
        ask()
