import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.expansion import expansion_split

from .strategies import relaxed

amount = st.integers(0, 9)
lines = st.lists(st.tuples(amount, amount, amount, amount, st.booleans()), min_size=1, max_size=30)


@relaxed
@given(lines, st.sampled_from(["price_first", "quantity_first"]))
def test_the_parts_sum_to_the_change(rows, order):
    q0, p0, q1, p1, changed = np.array(rows).T

    found = expansion_split(q0, p0, q1, p1, changed, order=order)

    assert found.net.tolist() == (q1 * p1 - q0 * p0).tolist()
    assert found.total().net == pytest.approx((q1 * p1 - q0 * p0).sum())


@relaxed
@given(lines)
def test_no_part_is_negative(rows):
    q0, p0, q1, p1, changed = np.array(rows).T

    found = expansion_split(q0, p0, q1, p1, changed)

    assert all((getattr(found, part) >= 0).all() for part in found.__slots__)


def test_dearer_and_fewer_is_an_uplift_and_a_contraction():
    found = expansion_split([10], [5], [8], [6]).total()

    assert (found.price_uplift, found.contraction, found.net) == (10, 12, -2)


def test_the_other_order_moves_the_joint_effect_to_the_price():
    one, other = (
        expansion_split([10], [20], [14], [22], order=order).total() for order in ("price_first", "quantity_first")
    )

    assert (one.price_uplift, one.seat_upsell) == (20, 88)
    assert (other.price_uplift, other.seat_upsell) == (28, 80)


def test_a_cheaper_tier_is_a_contraction():
    found = expansion_split([1], [80], [1], [50], [True]).total()

    assert (found.tier_upgrade, found.contraction) == (0, 30)


def test_no_lines_have_no_expansion():
    assert expansion_split([], [], [], []).total().net == 0


def test_impossible_lines_are_refused():
    with pytest.raises(ValueError):
        expansion_split([-1], [1], [1], [1])
    with pytest.raises(ValueError):
        expansion_split([1], [1], [1], [1], order="both")
