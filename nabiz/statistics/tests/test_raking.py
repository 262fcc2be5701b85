import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.raking import rake

from .strategies import relaxed

tables = st.tuples(st.integers(0, 1_000), st.sampled_from([(2, 2), (3, 4), (2, 3, 2)]))


def made_up(seed, shape):
    rng = np.random.default_rng(seed)
    respondents, population = rng.integers(1, 40, shape), rng.integers(50, 500, shape)
    axes = range(len(shape))
    return respondents, [population.sum(axis=tuple(set(axes) - {axis})) for axis in axes]


@relaxed
@given(tables)
def test_weighted_respondents_meet_every_margin(table):
    respondents, margins = made_up(*table)

    found = rake(respondents, margins)

    assert found.converged
    for axis, margin in enumerate(margins):
        others = tuple(set(range(respondents.ndim)) - {axis})
        assert (found.weights * respondents).sum(axis=others) == pytest.approx(margin)


@relaxed
@given(tables)
def test_the_weights_are_a_product_of_one_factor_per_margin(table):
    respondents, margins = made_up(*table)

    logs = np.log(rake(respondents, margins).weights)

    for axis in range(logs.ndim):
        steps = np.moveaxis(np.diff(logs, axis=axis), axis, 0)
        assert np.ptp(steps.reshape(steps.shape[0], -1), axis=1) == pytest.approx(0, abs=1e-6)


def test_margins_as_shares_give_the_same_design():
    respondents, margins = made_up(4, (3, 3))

    counted, shared = rake(respondents, margins), rake(respondents, [m / m.sum() for m in margins])

    assert shared.weights * margins[0].sum() == pytest.approx(counted.weights)
    assert shared.deff == pytest.approx(counted.deff)


def test_respondents_who_match_already_all_count_alike():
    found = rake([[10, 20], [30, 40]], [[300, 700], [400, 600]])

    assert found.weights == pytest.approx(np.full((2, 2), 10))
    assert (found.deff, found.n_effective, found.weight_ratio) == pytest.approx((1, 100, 1))


def test_a_cell_without_answers_has_no_weight():
    found = rake([[0, 5], [5, 5]], [[50, 50], [50, 50]])

    assert np.isnan(found.weights[0, 0])
    assert found.weight_ratio > 1


def test_margins_that_no_weights_can_meet_are_not_called_met():
    found = rake([[5, 0], [0, 5]], [[60, 40], [50, 50]], max_iter=50)

    assert not found.converged
    assert found.iterations == 50


def test_a_cap_limits_the_largest_weight():
    found = rake([[1, 50], [50, 50]], [[500, 500], [500, 500]], weight_cap=1.5)

    assert found.weight_ratio == pytest.approx(1.5)


def test_a_group_that_left_the_population_weighs_nothing():
    found = rake([[5, 5], [5, 5]], [[100, 0], [50, 50]])

    assert found.weights.tolist() == [[10, 10], [0, 0]]


def test_without_anybody_there_is_nothing_to_weigh():
    found = rake([[0, 0], [0, 0]], [[0, 0], [0, 0]])

    assert np.isnan(found.weights).all()
    assert np.isnan([found.deff, found.weight_ratio]).all()


@pytest.mark.parametrize(
    "margins",
    [
        [[10, 10], [10, 11]],
        [[10, 10], [10, 5, 5]],
        [[10, 10]],
        [[-10, 30], [10, 10]],
    ],
)
def test_impossible_margins_are_refused(margins):
    with pytest.raises(ValueError):
        rake([[1, 2], [3, 4]], margins)


def test_a_group_of_whom_nobody_answered_is_named_as_the_trouble():
    with pytest.raises(ValueError, match="merge it with its neighbour"):
        rake([[0, 0], [3, 4]], [[10, 10], [10, 10]])
