import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import expm

from nabiz.statistics.abandonment import erlang_a, mean_patience
from nabiz.statistics.erlang import erlang_b, erlang_c

from .strategies import relaxed

SHARES = ("prob_wait", "abandoned", "length", "service_level", "service_level_without_short_abandons")
desks = st.tuples(st.floats(0.5, 30), st.integers(1, 30), st.floats(0.05, 20), st.floats(0, 2))


def chain(load, servers, patience, target, longest=250):
    """The same by the birth-death chain: its stationary law, then a tagged caller moving up in the queue."""
    states = np.arange(longest)
    death = np.minimum(states, servers) + np.maximum(states - servers, 0) / patience
    law = np.cumprod(np.concatenate([[1.0], load / death[1:]]))
    law /= law.sum()
    queued = law[servers:]
    length = (np.arange(queued.size) * queued).sum()
    ahead = servers + np.arange(queued.size) / patience
    moves = np.diag(np.append(-ahead - 1 / patience, [0, 0]))
    moves[np.arange(1, ahead.size), np.arange(ahead.size - 1)] = ahead[1:]
    moves[0, ahead.size], moves[: ahead.size, -1] = ahead[0], 1 / patience
    answered, gone = (np.append(queued, [0, 0]) @ expm(moves * target))[-2:]
    in_time = law[:servers].sum() + answered
    return queued.sum(), length / patience / load, length, in_time, in_time / (1 - gone)


@pytest.mark.parametrize("desk", [(10, 12, 2, 0.2), (10, 7, 0.5, 0.1), (3, 1, 4, 1), (25, 30, 1, 0), (0.2, 3, 0.1, 1)])
def test_erlang_a_agrees_with_the_birth_death_chain(desk):
    load, servers, patience, target = desk

    found = erlang_a(load, 1, 1, servers, patience, target)

    assert [getattr(found, name) for name in SHARES] == pytest.approx(chain(*desk), rel=1e-8, abs=1e-10)


@relaxed
@given(desks)
def test_the_flows_balance(desk):
    load, servers, patience, target = desk

    found = erlang_a(load, 1, 1, servers, patience, target)

    assert found.abandoned == pytest.approx(found.mean_wait / patience)
    assert found.length == pytest.approx(load * found.mean_wait)
    assert found.occupancy * servers == pytest.approx(load * (1 - found.abandoned))
    assert 1 - found.prob_wait - 1e-9 <= found.service_level <= 1 - found.abandoned + 1e-9


def test_endless_patience_is_erlang_c():
    patient, never = (erlang_a(100, 1800, 180, 14, patience, 20) for patience in (1e12, np.inf))

    expected = erlang_c(100, 1800, 180, 14, 20)
    for name in ("prob_wait", "service_level", "mean_wait", "length"):
        assert getattr(never, name) == pytest.approx(getattr(expected, name))
        assert getattr(patient, name) == pytest.approx(getattr(expected, name))
    assert never.abandoned == 0


def test_no_patience_is_erlang_b():
    found = erlang_a(10.0, 1, 1, 12, 1e-9, 0)

    assert found.abandoned == pytest.approx(erlang_b(10, 12), rel=1e-6)


def test_endless_patience_with_too_few_agents_is_undefined():
    assert np.isnan(erlang_a(100, 1800, 180, 10, np.inf, 20).mean_wait)


def test_thousands_of_agents_do_not_overflow():
    root_rule = np.sqrt(2 * 0.9 / np.pi / 5_000) / (1 + np.sqrt(0.9))  # Garnett, Mandelbaum & Reiman 2002, beta 0
    found = erlang_a(50_000, 1800, 180, np.array([4_000, 5_000, 7_000]), 200, 20)

    assert found.abandoned == pytest.approx([0.2, root_rule, 0], abs=1e-4)
    assert np.diff(found.service_level).min() >= 0


def test_many_intervals_get_what_each_gets_alone():
    calls, agents, patience = np.array([0, 40, 90]), np.array([3, 0, 9]), np.array([60, 60, np.inf])

    together = erlang_a(calls, 1800, 300, agents, patience, 20)

    alone = [erlang_a(c, 1800, 300, n, p, 20) for c, n, p in zip(calls, agents, patience, strict=True)]
    for name in SHARES:
        np.testing.assert_array_equal(getattr(together, name), [getattr(one, name) for one in alone])


def test_with_nobody_to_answer_everyone_leaves():
    found = erlang_a(10, 600, 60, 0, 120, 20)

    assert (found.abandoned, found.service_level, found.mean_wait) == (1, 0, 120)
    assert np.isnan([found.occupancy, found.service_level_of_answered]).all()
    assert np.isnan(erlang_a(0, 600, 60, 0, 120, 20).abandoned)


def test_patience_counts_the_waits_of_those_who_were_answered():
    assert mean_patience(1_200, 10) == 120
    assert np.isnan(mean_patience(1_200, 0))


@pytest.mark.parametrize("ask", [(10, 600, 60, 2, 0, 20), (10, 600, 0, 2, 60, 20), (10, 600, 60, 2, 60, -1)])
def test_impossible_queues_are_refused(ask):
    with pytest.raises(ValueError):
        erlang_a(*ask)
