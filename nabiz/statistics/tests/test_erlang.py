from fractions import Fraction
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.erlang import erlang_b, erlang_c, halfin_whitt_agents, halfin_whitt_wait

from .strategies import relaxed

small = st.tuples(st.integers(1, 40), st.integers(1, 40))


@relaxed
@given(small)
def test_erlang_b_is_its_sum_in_exact_arithmetic(question):
    load, servers = question

    terms = [Fraction(load**i, factorial(i)) for i in range(servers + 1)]
    assert erlang_b(load, servers) == pytest.approx(float(terms[-1] / sum(terms)), rel=1e-12)


@relaxed
@given(small)
def test_erlang_c_waits_as_its_sum_says(question):
    load, servers = question

    found = erlang_c(load * 10, 600, 60, servers, 20)

    tail = Fraction(load**servers, factorial(servers)) * Fraction(servers, servers - load) if servers > load else 1
    below = sum(Fraction(load**i, factorial(i)) for i in range(servers)) if servers > load else 0
    assert found.prob_wait == pytest.approx(float(tail / (below + tail)), rel=1e-10)


def test_thousands_of_agents_do_not_overflow():
    found = erlang_c(100_000, 1800, 180, np.array([10_001, 10_200, 12_000]), 20)

    assert erlang_b(10_000, 9_000) == pytest.approx(0.1008, abs=1e-4)
    assert found.prob_wait == pytest.approx(halfin_whitt_wait(np.array([0.01, 2, 20])), abs=0.01)
    assert np.isfinite(found.mean_wait).all()


def test_littles_law_ties_the_queue_to_the_wait():
    found = erlang_c(np.array([50, 90]), 900, 200, np.array([15, 25]), 20)

    assert found.length == pytest.approx(np.array([50, 90]) / 900 * found.mean_wait)


def test_many_intervals_get_what_each_gets_alone():
    calls, agents = np.array([0, 40, 90, 200]), np.array([3, 9, 9, 9])

    together = erlang_c(calls, 1800, 300, agents, 20)

    alone = [erlang_c(*row, 20) for row in zip(calls, [1800] * 4, [300] * 4, agents, strict=True)]
    for name in ("prob_wait", "service_level", "mean_wait", "occupancy", "length"):
        np.testing.assert_array_equal(getattr(together, name), [getattr(one, name) for one in alone])


@pytest.mark.parametrize("agents", [0, 5, 10])
def test_a_queue_that_grows_has_no_mean_wait(agents):
    found = erlang_c(100, 1800, 180, agents, 20)

    assert (found.stable, found.prob_wait, found.service_level, found.occupancy) == (False, 1, 0, 1)
    assert np.isnan([found.mean_wait, found.mean_wait_if_delayed, found.length]).all()


def test_nobody_calling_finds_a_free_agent_if_there_is_one():
    assert erlang_c(0, 1800, 0, 2, 20).service_level == 1
    assert np.isnan(erlang_c(0, 1800, 180, 0, 20).service_level)


def test_what_is_unknown_stays_unknown():
    found = erlang_c(np.array([np.nan, 20]), 1800, 180, np.array([5, 5]), 20)

    assert np.isnan([found.prob_wait[0], found.service_level[0], found.occupancy[0]]).all()
    assert np.isnan(erlang_b(np.array([1, np.nan]), 3)).tolist() == [False, True]


@relaxed
@given(st.floats(1e-12, 1))
def test_the_square_root_rule_inverts(share):
    beta, agents = halfin_whitt_agents(400.0, share)

    assert halfin_whitt_wait(beta) == pytest.approx(share, rel=1e-9)
    assert agents == pytest.approx(400 + 20 * beta)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: erlang_b(5, 2.5),
        lambda: erlang_b(-1, 2),
        lambda: erlang_c(5, 0, 100, 2, 20),
        lambda: halfin_whitt_agents(48, 0),
        lambda: halfin_whitt_agents(48, 1.1),
    ],
)
def test_impossible_queues_are_refused(ask):
    with pytest.raises(ValueError):
        ask()
