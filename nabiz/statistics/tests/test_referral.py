import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.referral import referral_value, virality

from .strategies import relaxed


@relaxed
@given(st.integers(1, 500), st.floats(0, 3), st.floats(0, 0.3), st.integers(0, 12))
def test_each_cycle_the_newest_users_bring_the_next(seed, invites, conversion, cycles):
    total, newest, expected = seed, seed, [seed]
    for _ in range(cycles):
        newest = newest * invites * conversion
        expected.append(total := total + newest)

    found = virality(seed, invites, conversion, cycle=7, horizon=7 * cycles + 3)

    assert found.users == pytest.approx(expected)


def test_amplification_is_where_the_users_end_up():
    found = virality(100, 2.5, 0.16, cycle=1, horizon=200)

    assert found.users[-1] == pytest.approx(100 * found.amplification)


@pytest.mark.parametrize(
    ("invites", "cycles", "foreseeable"), [(4, 3, True), (4, 4, False), (10, 1, False), (20, 1, False)]
)
def test_neither_growth_without_end_nor_the_far_future_can_be_foreseen(invites, cycles, foreseeable):
    found = virality(10, invites, 0.1, cycle=14, horizon=14 * cycles)

    assert found.is_foreseeable == foreseeable
    assert np.isnan(found.amplification) == (invites >= 10)


@pytest.mark.parametrize("wrong", [{"cycle": 0}, {"horizon": -1}])
def test_time_goes_forward(wrong):
    with pytest.raises(ValueError):
        virality(10, 1, 0.1, **({"cycle": 1, "horizon": 1} | wrong))


def test_who_would_have_come_anyway_saves_the_cost_and_no_more():
    found = referral_value([0, 0], [300, 150], [False, True], [20, 20], saved_cost=50, discount=0.1)

    assert (found.value, found.naive) == (330 + 30, 450)
    assert (found.if_all_would, found.if_none_would) == (60, 510)


@relaxed
@given(st.floats(0, 1))
def test_a_rate_lies_between_the_two_ends(share):
    found = referral_value([1, 3], [300, 400], share, [20, 20], saved_cost=50, discount=0.1)

    expected = share * found.if_all_would + (1 - share) * found.if_none_would
    assert found.value == pytest.approx(expected)


def test_no_referrals_are_worth_nothing():
    found = referral_value([], [], [], [], saved_cost=50, discount=0.1)

    assert (found.value, found.naive) == (0, 0)


@pytest.mark.parametrize("wrong", [{"would_join_anyway": [1.5]}, {"discount": -1}])
def test_no_share_beyond_all_and_no_rate_of_minus_one(wrong):
    plain = {"periods": [1], "margins": [1], "would_join_anyway": [0], "rewards": [0], "saved_cost": 0, "discount": 0.1}

    with pytest.raises(ValueError):
        referral_value(**(plain | wrong))
