import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from nabiz.statistics import calibration, classification

from .strategies import relaxed

seeds = st.integers(0, 1000)


def predictions(seed, n=150):
    generator = np.random.default_rng(seed)
    chances = generator.beta(2, 4, n)
    return (generator.random(n) < chances).astype(int), chances


@relaxed
@given(seeds)
def test_scores_agree_with_scikit_learn(seed):
    y, p = predictions(seed)

    assert calibration.brier(y, p) == pytest.approx(metrics.brier_score_loss(y, p))
    assert calibration.log_loss(y, p) == pytest.approx(metrics.log_loss(y, p))
    assert calibration.brier_skill(y, p) == pytest.approx(1 - np.mean((p - y) ** 2) / np.var(y))


@relaxed
@given(seeds)
def test_recalibration_agrees_with_statsmodels(seed):
    y, p = predictions(seed)
    logit = np.log(p / (1 - p))

    found = calibration.calibration(y, p)

    line = sm.Logit(y, sm.add_constant(logit)).fit(disp=0)
    level = sm.GLM(y, np.ones(y.size), family=sm.families.Binomial(), offset=logit).fit()
    assert [found.intercept, found.slope.value] == pytest.approx(line.params, rel=1e-5, abs=1e-7)
    assert [found.slope.low, found.slope.high] == pytest.approx(line.conf_int()[1], rel=1e-4)
    assert found.in_the_large.value == pytest.approx(level.params[0], rel=1e-6, abs=1e-9)


def test_chances_on_an_edge_fall_into_the_bin_above():
    chances = np.arange(11) / 10
    happened = (chances >= 0.5).astype(int)

    found = calibration.expected_calibration_error(happened, chances)

    apart = np.abs(happened - chances)
    assert found == pytest.approx((apart[:9].sum() + apart[9:].sum()) / 11)


def test_chances_that_come_true_have_no_error():
    assert calibration.expected_calibration_error([1, 0, 0, 0], [0.25] * 4) == 0


def test_a_sure_and_wrong_prediction_costs_much_but_not_without_limit():
    assert calibration.log_loss([1], [0]) == pytest.approx(metrics.log_loss([1], [0.0], labels=[0, 1]))


def test_equal_chances_have_a_level_but_no_slope():
    found = calibration.calibration([1, 0, 0, 0], [0.5] * 4)

    assert np.isnan([found.slope.value, found.slope.low, found.intercept]).all()
    assert found.in_the_large.value == pytest.approx(np.log(1 / 3))


@pytest.mark.parametrize("y", [[0, 0, 0], [1, 1, 1], []])
def test_with_one_class_the_report_ranks_nothing(y):
    found = classification.report(y, [0.1, 0.2, 0.3][: len(y)])

    cannot = [found.auc.value, found.brier_skill, found.calibration.slope.value, found.calibration.in_the_large.value]
    assert np.isnan(cannot).all()
    assert np.isnan(found.brier) == (not y)


@pytest.mark.parametrize(("y", "p"), [([2], [0.1]), ([1], [1.1]), ([1], [np.nan]), ([1, 0], [0.5])])
def test_what_is_no_outcome_or_no_chance_is_refused(y, p):
    with pytest.raises(ValueError):
        classification.report(y, p)
