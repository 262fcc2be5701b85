import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics import double_ml

from .strategies import relaxed


def rows(seed, n=120):
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(n, 3))
    dose = x @ [1, -1, 0.5] + generator.normal(size=n)
    return x, dose, 0.7 * dose + x @ [2, 0, 1] + generator.normal(size=n)


@relaxed
@given(st.integers(0, 1000), st.integers(2, 6))
def test_the_effect_is_the_slope_of_what_remains_with_robust_errors(seed, k):
    x, dose, y = rows(seed)
    folds = np.arange(len(y)) % k
    rest = np.empty((2, len(y)))
    for fold in range(k):
        learn, asked = (sm.add_constant(x[mask], has_constant="add") for mask in (folds != fold, folds == fold))
        for row, target in enumerate((dose, y)):
            rest[row, folds == fold] = target[folds == fold] - sm.OLS(target[folds != fold], learn).fit().predict(asked)

    found = double_ml.effect(x, dose, y, folds=folds)

    expected = sm.OLS(rest[1], rest[0]).fit(cov_type="HC0")
    assert [found.value, found.se] == pytest.approx([expected.params[0], expected.bse[0]])
    assert [found.low, found.high] == pytest.approx(expected.conf_int()[0])


def test_many_partings_settle_on_the_median_and_the_seed_fixes_them():
    x, dose, y = rows(1, n=500)

    found, again = (double_ml.repeated_effect(x, dose, y, seed=3) for _ in range(2))

    assert found == again
    assert found.low < 0.7 < found.high


def test_trees_learn_what_a_line_cannot():
    generator = np.random.default_rng(2)
    x = generator.uniform(-2, 2, size=3000)
    dose = x**2 + generator.normal(size=3000)
    y = 0.5 * dose + 3 * x**2 + generator.normal(size=3000)
    folds = np.arange(3000) % 3

    lines, trees = (
        double_ml.effect(x, dose, y, folds=folds, learner=way)
        for way in (double_ml.least_squares, double_ml.boosted_trees)
    )

    assert lines.low > 1
    assert trees.value == pytest.approx(0.5, abs=0.1)


def test_a_single_fold_a_dose_given_away_and_no_rows_have_no_effect():
    x, _, y = rows(1)
    single = double_ml.effect(x, y, y, folds=np.zeros(len(y)))
    given_away = double_ml.effect(x, 3 * x[:, 0] + 1, y, folds=np.arange(len(y)) % 3)

    assert np.isnan([single.value, given_away.value, given_away.se]).all()
    assert np.isnan(double_ml.effect(np.empty((0, 1)), [], [], folds=[]).value)


def test_rows_that_do_not_match_are_refused():
    with pytest.raises(ValueError):
        double_ml.effect([[1.0]], [1, 2], [1, 2], folds=[0, 1])
