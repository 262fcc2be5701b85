import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from nabiz.statistics.absorbing import absorption, first_order_test

from .strategies import relaxed


@relaxed
@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(1, 3))
def test_the_chain_ends_where_walking_it_on_ends(seed, t, a):
    rows = np.random.default_rng(seed).dirichlet(np.ones(t + a), size=t)

    found = absorption(rows[:, :t], rows[:, t:])

    whole = np.block([[rows[:, :t], rows[:, t:]], [np.zeros((a, t)), np.eye(a)]])
    assert found.probability == pytest.approx(np.linalg.matrix_power(whole, 10_000)[:t, t:], abs=1e-9)
    assert found.steps == pytest.approx(1 + rows[:, :t] @ found.steps)
    assert found.visits == pytest.approx(np.eye(t) + rows[:, :t] @ found.visits)


def test_a_loop_without_a_way_out_keeps_journeys_for_ever():
    between = [[0, 0.5, 0, 0.2], [0, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]]

    found = absorption(between, [[0.3], [0], [0], [1]])

    assert found.probability.ravel().tolist() == [0.5, 0, 0, 1]
    assert found.steps == pytest.approx([np.nan, np.nan, np.nan, 1], nan_ok=True)
    assert found.visits[0] == pytest.approx([1, np.nan, np.nan, 0.2], nan_ok=True)
    assert found.visits[3].tolist() == [0, 0, 0, 1]


def test_what_is_not_listed_leaves_unseen():
    found = absorption([[0.5]], [[0.25]])

    assert (found.probability.item(), found.steps.item()) == (0.5, 2)


def test_impossible_chains_are_refused():
    for between, into in (([[0.5]], [[0.6]]), ([[-0.1]], [[1]]), ([[0.5, 0.5]], [[0]]), ([[0.5]], [[0.1], [0.1]])):
        with pytest.raises(ValueError):
            absorption(between, into)


def test_the_test_of_memory_is_the_sum_of_tests_of_independence():
    rng = np.random.default_rng(5)
    case, stage = np.repeat(np.arange(400), 5), rng.integers(0, 3, 2_000)

    found = first_order_test(case, stage)

    tables = np.zeros((3, 3, 3))
    for path in stage.reshape(400, 5):
        for triple in zip(path, path[1:], path[2:], strict=False):
            tables[triple] += 1
    parts = [chi2_contingency(tables[:, j], correction=False, lambda_="log-likelihood") for j in range(3)]
    assert found.statistic == pytest.approx(sum(part.statistic for part in parts))
    assert found.df == sum(part.dof for part in parts)
    assert found.p_value > 0.01


def test_journeys_that_remember_are_found_out():
    case, stage = np.repeat(np.arange(200), 3), np.array([[0, 1, 2], [2, 1, 0]] * 100).ravel()

    assert first_order_test(case, stage).p_value < 1e-9
    assert np.isnan([first_order_test([], []).p_value, first_order_test([1, 1], [0, 1]).p_value]).all()
