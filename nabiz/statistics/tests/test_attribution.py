from itertools import combinations, pairwise
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.attribution import Touches, attribute

from .strategies import relaxed

touch = st.tuples(st.sampled_from("abcd"), st.integers(0, 30))
journeys = st.lists(
    st.tuples(st.lists(touch, min_size=1, max_size=6), st.booleans(), st.integers(0, 100)), min_size=1, max_size=12
)


def asked(paths, **options):
    rows = [(i, channel, days) for i, (touches, _, _) in enumerate(paths) for channel, days in touches]
    table = Touches(*([row[part] for row in rows] for part in range(3)))
    return attribute(table, [won for _, won, _ in paths], [value for *_, value in paths], **options)


def in_order(paths):
    return [([c for c, _ in sorted(touches, key=lambda t: -t[1])], won, value) for touches, won, value in paths]


def worth_of(coalition, paths):
    return sum(value for touches, won, value in paths if won and {c for c, _ in touches} <= set(coalition))


def walk_without(removed, paths):
    """The chance to convert, stepping through the chain until next to nobody is under way."""
    moves = {}
    for channels, won, _ in in_order(paths):
        states = ["start", *channels, "won" if won else "lost"]
        for here, there in pairwise(states):
            moves.setdefault(here, []).append(there)
    at, won = {"start": 1.0}, 0.0
    while sum(at.values()) > 1e-12:
        after = {}
        for state, chance in at.items():
            for there in moves[state]:
                after[there] = after.get(there, 0.0) + chance / len(moves[state])
        won += after.pop("won", 0.0)
        at = {state: chance for state, chance in after.items() if state not in ("lost", removed)}
    return won


@relaxed
@given(journeys)
def test_every_rule_hands_out_exactly_what_was_earned(paths):
    found = asked(paths)

    earned = sum(value for _, won, value in paths if won)
    assert found.total == pytest.approx(earned)
    assert [credit.sum() for credit in found.credit.values()] == pytest.approx([earned] * 7)
    assert all((credit >= 0).all() for credit in found.credit.values())


@relaxed
@given(journeys)
def test_shapley_is_that_of_the_game(paths):
    found = asked(paths)
    n = len(found.channels)

    for channel, credit in zip(found.channels, found.credit["shapley"], strict=True):
        others = [other for other in found.channels if other != channel]
        expected = sum(
            factorial(size)
            * factorial(n - size - 1)
            / factorial(n)
            * (worth_of([*group, channel], paths) - worth_of(group, paths))
            for size in range(n)
            for group in combinations(others, size)
        )
        assert credit == pytest.approx(expected, abs=1e-9)


@relaxed
@given(journeys)
def test_the_removal_effect_is_what_a_walk_through_the_chain_loses(paths):
    found = asked(paths)

    base = walk_without(None, paths)
    assert found.chain.base_conversion == pytest.approx(base)
    if base:
        expected = [1 - walk_without(channel, paths) / base for channel in found.channels]
        assert found.chain.removal_effect == pytest.approx(expected, abs=1e-9)


@relaxed
@given(journeys)
def test_first_and_last_go_by_time(paths):
    found = asked(paths)

    for rule, place in (("first", 0), ("last", -1)):
        expected = dict.fromkeys(found.channels, 0)
        for channels, won, value in in_order(paths):
            expected[channels[place]] += value * won
        assert found.credit[rule].tolist() == list(expected.values())


def test_positions_share_as_told_and_two_touches_in_halves():
    long = asked([([("a", 9), ("b", 5), ("b", 3), ("c", 1)], True, 100)], position=(0.5, 0.3, 0.2))
    short = asked([([("a", 9), ("b", 5)], True, 100)], position=(0.5, 0.3, 0.2))

    assert long.credit["position"] == pytest.approx([50, 30, 20])
    assert short.credit["position"].tolist() == [50, 50]


def test_a_half_life_earlier_is_half_the_credit_however_long_ago():
    found = asked([([("a", 100_007), ("b", 100_000)], True, 90)])

    assert found.credit["time_decay"] == pytest.approx([30, 60])


def test_without_a_sale_nobody_gets_credit_and_nothing_can_be_removed():
    found = asked([([("a", 1)], False, 50)])

    assert found.total == 0
    assert [credit.tolist() for credit in found.credit.values()] == [[0]] * 7
    assert np.isnan(found.chain.removal_effect).all()


def test_a_sale_without_a_touch_stays_unattributed():
    found = asked([([("a", 1)], True, 50), ([], True, 30)])

    assert (found.total, found.unattributed) == (50, 30)


def test_no_paths_have_no_channels():
    found = asked([])

    assert (found.channels, found.total) == ([], 0)
    assert np.isnan(found.chain.base_conversion)


@pytest.mark.parametrize("options", [{"half_life": 0}, {"position": (0.5, 0.5, 0.5)}])
def test_rules_that_cannot_hand_out_a_whole_are_refused(options):
    with pytest.raises(ValueError):
        asked([([("a", 1)], True, 50)], **options)


def test_a_touch_on_an_unknown_path_is_refused():
    with pytest.raises(ValueError, match="one of the paths"):
        attribute(Touches([1], ["a"], [0]), [True], [1])
