import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.gower import Variable, distances, mean_distance

from .strategies import relaxed

ROWS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(0, 50)),
        st.one_of(st.none(), st.sampled_from("abc")),
        st.one_of(st.none(), st.booleans()),
    ),
    min_size=1,
    max_size=12,
)
KINDS = ("numeric", "categorical", "asymmetric")
WEIGHTS = (1.0, 2.0, 0.5)


@relaxed
@given(ROWS)
def test_each_distance_is_the_weighted_mean_of_the_differences_known(rows):
    found = distances([Variable(*v) for v in zip(zip(*rows, strict=True), KINDS, WEIGHTS, strict=True)])

    amounts = [row[0] for row in rows if row[0] is not None]
    span = max(amounts, default=0) - min(amounts, default=0) or 1
    expected = [[_pair(a, b, span) if i != j else found[i, i] for j, b in enumerate(rows)] for i, a in enumerate(rows)]
    np.testing.assert_allclose(found, expected)


def test_a_variable_that_does_not_vary_brings_rows_nearer_but_parts_none():
    found = distances([Variable([7, 7, 7]), Variable(["a", "b", "a"], "categorical")])

    assert found[0].tolist() == [0, 0.5, 0]


def test_rows_that_share_no_known_value_cannot_be_compared():
    found = distances([Variable([1, None, 3]), Variable([None, "a", "a"], "categorical")])

    assert np.isnan(found[0, 1])
    assert found[0, 2] == 1
    assert np.isnan(mean_distance(found))


def test_the_mean_is_over_pairs_of_different_rows():
    assert mean_distance(distances([Variable([0, 1, 2])])) == pytest.approx((0.5 + 1 + 0.5) / 3)
    assert np.isnan(mean_distance(distances([Variable([5])])))


@pytest.mark.parametrize(
    "variables", [[], [Variable([1]), Variable([1, 2])], [Variable([1], weight=-1)], [Variable([1, np.inf])]]
)
def test_what_cannot_be_measured_is_refused(variables):
    with pytest.raises(ValueError):
        distances(variables)


def _pair(a, b, span):
    total = weight = 0.0
    for kind, w, x, y in zip(KINDS, WEIGHTS, a, b, strict=True):
        if x is None or y is None or (kind == "asymmetric" and not (x or y)):
            continue
        total += w * (abs(x - y) / span if kind == "numeric" else x != y)
        weight += w
    return total / weight if weight else np.nan
