import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.health import Metric, health

from .strategies import relaxed

METRICS = [Metric("use", 3, 0, 10), Metric("silence", 1, 30, 0)]
parts = st.one_of(st.floats(-50, 50), st.just(np.nan))


@relaxed
@given(st.lists(st.tuples(parts, parts), min_size=1, max_size=20))
def test_many_accounts_at_once_get_what_each_gets_alone(rows):
    many = health(np.array(rows), METRICS)

    alone = [health(np.array([row]), METRICS) for row in rows]
    np.testing.assert_array_equal(many.score, [one.score[0] for one in alone])
    assert many.bands == [one.bands[0] for one in alone]
    assert ((many.score >= 0) & (many.score <= 100) | np.isnan(many.score)).all()


def test_the_score_is_the_weighted_mean_of_what_is_there():
    found = health([[5, 15], [5, np.nan], [np.nan, 15]], METRICS)

    assert found.components[0].tolist() == [50, 50]
    assert found.coverage.tolist() == [1, 0.75, 0.25]
    assert found.score[:2].tolist() == [50, 50]
    assert np.isnan(found.score[2])
    assert found.bands == ["yellow", "yellow", "not_enough_data"]


@pytest.mark.parametrize(
    ("use", "band"), [(3.999, "red"), (4, "yellow"), (6.999, "yellow"), (7, "green"), (99, "green")]
)
def test_a_limit_belongs_to_the_better_band(use, band):
    assert health([[use]], [Metric("use", 1, 0, 10)]).bands == [band]


def test_a_limit_reached_but_for_rounding_is_reached():
    metrics = [Metric(str(i), 0.1, 0, 1) for i in range(3)]

    assert health([[0.7, 0.7, 0.7]], metrics).bands == ["green"]


def test_just_enough_coverage_is_enough():
    found = health([[1, np.nan]], [Metric("a", 0.1, 0, 1), Metric("b", 0.1, 0, 1)])

    assert found.score[0] == 100


def test_metrics_without_weight_make_no_score():
    found = health([[1.0]], [Metric("a", 0, 0, 1)])

    assert np.isnan([found.score[0], found.coverage[0]]).all()


def test_no_accounts_have_no_scores():
    assert health(np.empty((0, 2)), METRICS).bands == []


@pytest.mark.parametrize("metric", [Metric("flat", 1, 5, 5), Metric("negative", -1, 0, 1)])
def test_a_metric_needs_two_ends_and_a_weight(metric):
    with pytest.raises(ValueError):
        health([[1]], [metric])


def test_columns_must_match_the_metrics_and_limits_ascend():
    with pytest.raises(ValueError, match="one column per metric"):
        health([[1]], METRICS)
    with pytest.raises(ValueError, match="ascend"):
        health([[1, 1]], METRICS, limits=(70, 40))
