import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from nabiz.statistics.forecast_accuracy import accuracy, coverage, pinball, seasonal_change

from .strategies import relaxed

pairs = st.lists(st.tuples(st.floats(1, 100), st.floats(-50, 150)), min_size=1, max_size=20)


@relaxed
@given(pairs)
def test_the_errors_are_those_of_scikit_learn(rows):
    actual, said = np.array(rows).T

    found = accuracy(actual, said)

    assert found.mae == pytest.approx(metrics.mean_absolute_error(actual, said))
    assert found.rmse == pytest.approx(metrics.root_mean_squared_error(actual, said))
    assert found.mape == pytest.approx(metrics.mean_absolute_percentage_error(actual, said))
    assert found.wape == pytest.approx(found.mae / actual.mean())


@relaxed
@given(pairs, st.floats(0, 1))
def test_the_quantile_loss_is_that_of_scikit_learn(rows, share):
    actual, said = np.array(rows).T

    assert pinball(actual, said, share) == pytest.approx(metrics.mean_pinball_loss(actual, said, alpha=share))


def test_seasonal_naive_itself_has_a_mase_of_1_on_its_training_data():
    train = np.array([3.0, 9, 4, 8, 5, 12])

    assert accuracy(train[2:], train[:-2], train=train, season=2).mase == 1


def test_zeros_are_dropped_where_they_would_be_divided_by():
    found = accuracy([0, 0, 10], [0, 5, 5])

    assert (found.mape, found.mape_dropped_zeros) == (0.5, 2)
    assert found.smape == pytest.approx((0 + 2 + 2 / 3) / 3)


def test_nothing_but_zeros_has_no_relative_error():
    found = accuracy([0, 0], [1, 1])

    assert np.isnan([found.wape, found.mape]).all()


@pytest.mark.parametrize("train", [(), [4], [4, 4, 4], [np.nan, 5, np.nan]])
def test_without_change_in_training_errors_have_no_scale(train):
    assert np.isnan(accuracy([1], [2], train=train).mase)


def test_gaps_in_training_are_no_changes():
    assert seasonal_change([1, np.nan, 4, 6], 1) == 2


def test_periods_that_are_not_known_are_left_out():
    found = accuracy([1, np.nan, 3], [2, 2, np.nan])

    assert (found.n, found.mae, found.bias) == (1, 1, 1)
    assert np.isnan(accuracy([], []).rmse)


def test_the_ends_of_an_interval_belong_to_it():
    assert coverage([1, 2, 3, np.nan], [1, 0, 4, 0], [5, 2, 9, 9]) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    "ask", [lambda: accuracy([1], [1, 2]), lambda: pinball([1], [1], 1.5), lambda: seasonal_change([1], 0)]
)
def test_impossible_comparisons_are_refused(ask):
    with pytest.raises(ValueError):
        ask()
