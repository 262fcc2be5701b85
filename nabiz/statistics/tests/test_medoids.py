from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import silhouette_samples

from nabiz.statistics.medoids import partition, silhouettes

from .strategies import relaxed

POINTS = st.lists(st.tuples(st.floats(0, 9), st.floats(0, 9)), min_size=4, max_size=14)


def manhattan(points):
    rows = np.array(points, dtype=float)
    return np.abs(rows[:, None] - rows[None]).sum(axis=2)


def test_an_example_of_r_is_reproduced():
    # R's cluster package, tests/pam.Rout.save; R scales the distance of pairs with missing values up.
    nan = np.nan
    rows = np.array([[9, 4, 1, 0, 1, 4, 9, 16], [0, 1, 2, 3, 4, 5, 6, nan], [1, 2, nan, 7, nan, 8, 9, 8]]).T
    distances = 3 * np.nanmean(np.abs(rows[:, None] - rows[None]), axis=2)

    two, one = partition(distances, 2), partition(distances, 1)

    assert (two.medoids.tolist(), two.labels.tolist()) == ([1, 5], [0, 0, 0, 1, 1, 1, 1, 1])
    assert (one.medoids.tolist(), two.cost, one.cost) == ([5], 6.375, 9.25)


@relaxed
@given(POINTS, st.integers(1, 4))
def test_no_single_swap_would_bring_the_members_nearer(points, k):
    distances = manhattan(points)

    found = partition(distances, k)

    swaps = (set(found.medoids) - {i} | {h} for i in found.medoids for h in range(len(points)))
    costs = [distances[:, sorted(m)].min(axis=1).mean() for m in swaps]
    assert found.cost <= min(costs) + 1e-9
    assert found.cost == pytest.approx(distances[np.arange(len(points)), found.medoids[found.labels]].mean())


def test_three_clear_groups_are_found_as_the_best_of_all_choices():
    rng = np.random.default_rng(5)
    points = np.concatenate([rng.normal(centre, 0.4, (7, 2)) for centre in (0, 4, 9)])
    distances = manhattan(points)

    found = partition(distances, 3)

    every = min(distances[:, list(choice)].min(axis=1).mean() for choice in combinations(range(21), 3))
    assert found.cost == pytest.approx(every)
    assert found.clusters == [list(range(7)), list(range(7, 14)), list(range(14, 21))]


def test_each_row_may_be_a_cluster_of_its_own_and_doubles_too():
    found = partition(manhattan([(0, 0), (0, 0), (0, 0), (1, 1)]), 4)

    assert found.labels.tolist() == [0, 1, 2, 3]
    assert found.cost == 0


@pytest.mark.parametrize("k", [0, 4])
def test_there_are_from_one_to_n_clusters(k):
    with pytest.raises(ValueError):
        partition(manhattan([(0, 0), (1, 1), (2, 2)]), k)


@pytest.mark.parametrize("distances", [np.zeros((2, 3)), np.array([[0, np.nan], [np.nan, 0]])])
def test_a_matrix_that_is_not_complete_is_refused(distances):
    with pytest.raises(ValueError):
        partition(distances, 1)


@relaxed
@given(POINTS, st.data())
def test_silhouettes_agree_with_scikit_learn(points, data):
    labels = data.draw(st.lists(st.integers(0, 2), min_size=len(points), max_size=len(points)))
    distances = manhattan(points)

    found = silhouettes(distances, labels)

    if 1 < len(set(labels)) < len(labels):
        np.testing.assert_allclose(found, silhouette_samples(distances, labels, metric="precomputed"), atol=1e-9)
    else:
        assert np.isnan(found).all()
