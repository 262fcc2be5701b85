import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.cluster_stability import stability, stability_of_medoids
from nabiz.statistics.gower import Variable, distances
from nabiz.statistics.medoids import partition
from nabiz.statistics.partitions import likeness
from nabiz.statistics.revenue_coverage import coverage

from .strategies import relaxed

CUSTOMERS = st.lists(
    st.tuples(st.integers(0, 900), st.one_of(st.none(), st.sampled_from("ABCDEFG"))), min_size=1, max_size=30
)


def test_clear_groups_are_stable_and_the_parts_of_a_cloud_are_not():
    rng = np.random.default_rng(2)
    groups, cloud = (rng.normal(0, 0.3, (50, 2)) + np.repeat([[0], [spread]], 25, axis=0) for spread in (10, 0))

    of_groups, of_cloud = (_stability(points, k) for points, k in ((groups, 2), (cloud, 5)))

    assert of_groups.is_stable().all()
    assert not of_cloud.is_stable().any()


def test_the_order_of_clusters_and_of_rows_does_not_matter():
    draws = [([0, 1, 3, 3], [[3, 3], [1, 0]]), ([3, 2, 1, 0], [[0, 1, 2, 3], []])]

    found = stability([[0, 1], [2, 3]], draws)

    np.testing.assert_allclose(found.jaccard, [[1, 1], [0.5, 0.5]])


def test_a_cluster_of_which_nobody_was_drawn_counts_as_lost():
    assert stability([[0, 1], [2]], [([0, 1], [[0, 1]])]).mean.tolist() == [1, 0]


def test_without_resamples_nothing_is_known_and_nothing_stable():
    found = stability([[0], [1]], [])

    assert np.isnan(found.mean).all()
    assert not found.is_stable().any()


def test_groupings_are_compared_without_their_names_and_without_the_unlabelled():
    found = likeness(["a", "a", "b", "b", None, "a"], [7, 7, "x", "x", 7, None])

    assert (found.n, found.rand, found.mutual_information) == (4, 1, 1)
    assert np.isnan(likeness([], []).rand)


@relaxed
@given(CUSTOMERS)
def test_the_shares_of_all_personas_and_of_the_unassigned_make_up_the_whole(customers):
    revenue, personas = zip(*customers, strict=True)

    found = coverage(revenue, personas, max_personas=9)

    if sum(revenue):
        assert found.share.value + found.unassigned_share == pytest.approx(1)
        assert (np.diff(found.cumulative, n=2) <= 1e-9).all()
        assert found.share.low <= found.share.high <= 1
    else:
        assert np.isnan([found.share.value, found.unassigned_share]).all()
        assert (found.personas_needed, found.passes) == (None, False)


@pytest.mark.parametrize(
    ("target", "needed", "passes"), [(0.5, 1, True), (0.8, 2, True), (0.85, 3, False), (0.95, None, False)]
)
def test_the_target_is_met_by_as_many_personas_as_it_takes(target, needed, passes):
    found = coverage([50, 30, 10, 10], ["A", "B", "C", None], max_personas=2, target=target)

    assert (found.personas_needed, found.passes) == (needed, passes)


def test_one_large_customer_makes_the_share_uncertain():
    names = ["A", "B", "C"] * 40
    even, whale = ([10.0] * 120, [3_000.0] + [10.0] * 119)

    sure, unsure = (coverage(revenue, names, max_personas=1) for revenue in (even, whale))

    assert unsure.share.high - unsure.share.low > 2 * (sure.share.high - sure.share.low)
    assert unsure.largest_customer == pytest.approx(3_000 / 4_190)


def test_equal_personas_stand_by_name_and_unknown_revenue_counts_as_none():
    found = coverage([5, None, 5, 5], ["B", "A", "A", None])

    assert found.order == ("A", "B")
    assert found.unassigned_share == pytest.approx(1 / 3)


@pytest.mark.parametrize("given", [([1, 2], ["A"], 5), ([1], ["A"], 0)])
def test_customers_without_a_row_of_both_are_refused(given):
    with pytest.raises(ValueError):
        coverage(given[0], given[1], max_personas=given[2])


def _stability(points, k):
    matrix = distances([Variable(column.tolist()) for column in points.T])
    return stability_of_medoids(matrix, partition(matrix, k).labels, resamples=40)
