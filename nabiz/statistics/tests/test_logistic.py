import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics import logistic

from .strategies import relaxed


def cases(seed, n=200):
    generator = np.random.default_rng(seed)
    x = np.column_stack([np.ones(n), generator.normal(size=(n, 2)) * [1, 1000]])
    return x, (generator.random(n) < 1 / (1 + np.exp(-x @ [0.3, -1, 0.001]))).astype(float)


@relaxed
@given(st.integers(0, 1000))
def test_coefficients_and_errors_agree_with_statsmodels(seed):
    x, y = cases(seed)

    found = logistic.fit(x, y)

    expected = sm.Logit(y, x).fit(disp=0)
    assert found.coefficients == pytest.approx(expected.params, rel=1e-5, abs=1e-9)
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx(expected.bse, rel=1e-4)


@relaxed
@given(st.integers(0, 1000))
def test_an_offset_is_held_at_one(seed):
    x, y = cases(seed)
    offset = 3 * x[:, 1] - 2

    found = logistic.fit(x[:, :1], y, offset)

    expected = sm.GLM(y, x[:, :1], family=sm.families.Binomial(), offset=offset).fit()
    assert found.coefficients == pytest.approx(expected.params, rel=1e-6)


def test_a_column_given_twice_changes_no_prediction():
    x, y = cases(1)

    found = logistic.fit(np.column_stack([x, x[:, 1]]), y).coefficients

    assert found[1] == pytest.approx(found[3])
    assert found[1] + found[3] == pytest.approx(logistic.fit(x, y).coefficients[1])


@pytest.mark.parametrize("y", [[0, 0, 1, 1], [0, 0, 0, 1], [1, 1, 1, 1], [0, 0, 0, 0]])
def test_classes_told_apart_without_error_and_a_single_class_have_no_maximum(y):
    found = logistic.fit(np.column_stack([np.ones(4), [1.0, 2, 3, 4]]), y)

    assert np.isnan(found.coefficients).all()
    assert np.isnan(found.covariance).all()


def test_cases_that_can_partly_be_told_apart_have_no_maximum():
    group = [0.0, 0, 0, 0, 1, 1, 1, 1]

    found = logistic.fit(np.column_stack([np.ones(8), group]), [0, 1, 0, 1, 1, 1, 1, 1])

    assert np.isnan(found.coefficients).all()


def test_no_cases_have_no_maximum():
    assert np.isnan(logistic.fit(np.empty((0, 2)), []).coefficients).all()
