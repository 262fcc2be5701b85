import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.proportions import interval as wilson
from nabiz.statistics.revenue_retention import Flows, flows, gross, net

accounts = st.lists(st.tuples(st.floats(1, 1e4), st.floats(0, 2e4)), min_size=2, max_size=40)


@given(accounts)
def test_shares_are_those_of_the_definition_and_lie_within_their_bounds(pairs):
    x, y = np.array(pairs).T

    kept, whole = gross(flows(x, y)), net(flows(x, y))

    assert kept.value == pytest.approx(np.minimum(x, y).sum() / x.sum(), abs=1e-9)
    assert whole.value == pytest.approx(y.sum() / x.sum())
    assert 0 <= kept.low <= kept.value + 1e-9 <= kept.high + 2e-9 <= 1 + 2e-9
    assert whole.low <= whole.value + 1e-9
    assert whole.value <= whole.high + 1e-9


def test_equal_customers_who_stay_or_go_are_an_ordinary_share():
    found = gross(flows(np.full(5000, 7.0), 7.0 * (np.arange(5000) >= 200)))

    wanted = wilson(4800.0, 5000.0)
    assert (found.value, found.low, found.high) == pytest.approx((wanted.value, wanted.low, wanted.high), rel=1e-4)


def test_one_dominating_customer_who_stayed_leaves_much_open():
    small, large = np.ones(200), np.r_[np.ones(199), 1000.0]
    left = np.r_[np.zeros(5), np.ones(195)]

    even, uneven = gross(flows(small, small * left)), gross(flows(large, large * left))

    assert uneven.low < 0.5 < even.low


def test_nothing_moved_is_not_certainty():
    found = net(flows(np.ones(60), np.ones(60)))

    assert found.value == 1
    assert found.low < 0.95 < 1.05 < found.high


def test_groups_are_as_if_each_were_alone_and_nothing_is_undefined():
    some = flows([1, 2, 3], [0, 2, 5])
    many = net(Flows(*(np.array([each, 0.0]) for each in some)))

    assert many.value[0] == net(some).value
    assert np.isnan([many.value[1], many.low[1], many.high[1]]).all()


@pytest.mark.parametrize(("outcomes", "odds"), [((0, 0.7, 1), (0.05, 0.05, 0.9)), ((0, 0.7, 1), (0.1, 0.1, 0.8))])
@pytest.mark.parametrize("n", [50, 100, 1000])
def test_gross_bounds_hold_for_skewed_accounts(outcomes, odds, n):
    assert 0.925 <= coverage(gross, outcomes, odds, n) <= 0.97


@pytest.mark.parametrize("odds", [(0.05, 0.05, 0.75, 0.15), (0.10, 0.10, 0.60, 0.20), (0.02, 0.02, 0.93, 0.03)])
@pytest.mark.parametrize("n", [100, 1000])
def test_net_bounds_hold_for_skewed_accounts(odds, n):
    assert 0.93 <= coverage(net, (0, 0.7, 1, 1.3), odds, n) <= 0.975


def coverage(method, outcomes, odds, n, draws=2000):
    rng = np.random.default_rng(n)
    truth, held = float(np.dot(outcomes, odds)), 0
    for _ in range(draws):
        x = rng.lognormal(0, 1, n)
        found = method(flows(x, x * rng.choice(outcomes, n, p=odds)))
        held += found.low <= truth <= found.high
    return held / draws


@pytest.mark.parametrize("pairs", [([1, 2, 3], [1, 2]), ([0, 1], [1, 1]), ([1, 1], [-1, 1])])
def test_impossible_accounts_are_refused(pairs):
    with pytest.raises(ValueError):
        flows(*pairs)
