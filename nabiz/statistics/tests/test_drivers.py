from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics import drivers

from .strategies import relaxed

MEASURES = [drivers.lmg, drivers.johnson]
seeds = st.integers(0, 10_000)


def survey(seed, n=40, p=4):
    """Answers that overlap, and an outcome that hangs on some of them."""
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(n, p)) @ generator.normal(size=(p, p)) + 3
    return x, x @ generator.normal(size=p) + generator.normal(size=n) * 2


def r2_of(x, y):
    design = np.column_stack([np.ones(len(y)), x])
    fitted = design @ np.linalg.lstsq(design, y)[0]
    return 1 - ((y - fitted) ** 2).sum() / ((y - y.mean()) ** 2).sum()


def average_over_orders(x, y):
    orders = list(permutations(range(x.shape[1])))
    total = np.zeros(x.shape[1])
    for order in orders:
        for k, driver in enumerate(order):
            total[driver] += r2_of(x[:, order[: k + 1]], y) - r2_of(x[:, order[:k]], y)
    return total / len(orders)


@relaxed
@given(seeds)
def test_lmg_is_the_average_over_all_orders_of_entry(seed):
    x, y = survey(seed)

    assert drivers.lmg(x, y).importance == pytest.approx(average_over_orders(x, y), abs=1e-9)


@relaxed
@given(seeds, st.sampled_from(MEASURES), st.integers(1, 7))
def test_importance_is_never_negative_and_adds_up_to_r2(seed, measure, p):
    x, y = survey(seed, p=p)

    found = measure(x, y)

    assert (found.importance >= 0).all()
    assert found.r2 == pytest.approx(r2_of(x, y), abs=1e-7)
    assert found.share.sum() == pytest.approx(1)


@relaxed
@given(seeds)
def test_of_two_drivers_both_measures_say_the_same(seed):
    x, y = survey(seed, p=2)

    assert drivers.johnson(x, y).importance == pytest.approx(drivers.lmg(x, y).importance, abs=1e-8)


@relaxed
@given(seeds, st.sampled_from(MEASURES))
def test_units_and_zero_points_do_not_matter(seed, measure):
    x, y = survey(seed)

    assert measure(x * [1e6, -3, 0.01, 1] + 7, 5 - 2 * y).importance == pytest.approx(measure(x, y).importance)


@pytest.mark.parametrize("measure", MEASURES)
def test_a_driver_asked_twice_shares_its_importance(measure):
    x, y = survey(3)

    found = measure(np.column_stack([x, x[:, 0]]), y)

    assert found.importance[0] == pytest.approx(found.importance[4])
    assert found.r2 == pytest.approx(r2_of(x, y))


@pytest.mark.parametrize("measure", MEASURES)
def test_a_driver_that_does_not_vary_explains_nothing(measure):
    x, y = survey(3)
    x[:, 1] = 0.1

    found = measure(x, y)

    assert found.importance[1] == 0
    assert np.isnan(found.correlation).tolist() == [False, True, False, False]


@pytest.mark.parametrize("measure", MEASURES)
def test_an_outcome_that_does_not_vary_and_no_rows_leave_all_undefined(measure):
    flat, empty = measure(survey(3)[0], np.full(40, 7.1)), measure(np.empty((0, 2)), [])

    assert np.isnan([*flat.importance, flat.r2, *empty.importance, empty.r2, *empty.share]).all()
    assert flat.explain_little


def test_rows_with_a_gap_are_left_out():
    x, y = survey(3)
    x[5, 2], y[9] = np.nan, np.nan
    whole = np.delete(np.arange(40), [5, 9])

    found = drivers.lmg(x, y)

    assert found.n == 38
    assert found.importance == pytest.approx(drivers.lmg(x[whole], y[whole]).importance)


def test_the_sign_shows_what_importance_hides():
    x, _ = survey(3, p=1)

    found = drivers.lmg(x, -x[:, 0])

    assert (found.importance[0], found.correlation[0]) == pytest.approx((1, -1))


def test_twelve_drivers_take_no_sampling():
    x, y = survey(3, n=300, p=12)

    assert drivers.lmg(x, y).r2 == pytest.approx(r2_of(x, y))


def test_too_many_drivers_name_the_measure_that_takes_them():
    with pytest.raises(ValueError, match="johnson takes any number"):
        drivers.lmg(*survey(3, p=21))


@pytest.mark.parametrize("measure", ["lmg", "johnson"])
def test_bounds_hold_the_value_and_the_seed_fixes_them(measure):
    x, y = survey(3, n=200)

    first, second = (drivers.ranking(x, y, measure=measure, resamples=200, seed=7) for _ in range(2))

    value = first.importance
    assert (value.low <= value.value).all()
    assert (value.value <= value.high).all()
    assert (value.low == second.importance.low).all()
    assert sorted(first.rank) == [1, 2, 3, 4]
    assert (first.rank_low <= first.rank_high).all()


def test_without_rows_nothing_is_ranked():
    found = drivers.ranking(np.empty((0, 2)), [], resamples=10)

    assert np.isnan([*found.importance.low, *found.rank, *found.rank_low]).all()
