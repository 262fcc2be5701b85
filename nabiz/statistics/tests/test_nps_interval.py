import json
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from scipy.optimize import minimize_scalar
from scipy.stats import norm

from nabiz.statistics import nps

from .strategies import answered, as_columns, assert_same_as_alone, relaxed

METHODS = ("adjusted_wald", "wald", "score")
GROUPS = [(60, 25, 15), (9, 1, 0), (0, 0, 0), (0, 0, 3), (1, 0, 0), (310, 402, 288), (0, 7, 0)]


def test_answers_that_are_not_whole_numbers_from_0_to_10_are_dropped_and_counted():
    found = nps.score([10, None, 11, 6, 9, -1, 8, 7.5, "9", True, float("nan"), 7.0])

    assert (found.n, found.n_invalid) == (5, 7)
    assert (found.promoters, found.passives, found.detractors) == (2, 2, 1)


def test_without_answers_the_score_is_undefined():
    found = nps.score([])

    assert np.isnan(found.nps)
    assert found.status == "not_enough_data"


@relaxed
@given(answered)
def test_the_score_lies_within_its_bounds_and_those_within_the_scale(kinds):
    for method in METHODS:
        found = nps.interval(*kinds, method=method)

        assert -100 <= found.low <= found.value + 1e-9
        assert found.value - 1e-9 <= found.high <= 100


@relaxed
@given(answered)
def test_swapping_promoters_and_detractors_mirrors_the_interval(kinds):
    for method in METHODS:
        found, mirrored = nps.interval(*kinds, method=method), nps.interval(*kinds[::-1], method=method)

        expected = [-found.value, -found.high, -found.low]
        assert [mirrored.value, mirrored.low, mirrored.high] == pytest.approx(expected, abs=1e-7)


@relaxed
@given(answered)
def test_more_confidence_is_a_wider_interval(kinds):
    for method in METHODS:
        narrow, wide = (nps.interval(*kinds, method=method, confidence=c) for c in (0.8, 0.99))

        assert wide.low <= narrow.low + 1e-9
        assert wide.high >= narrow.high - 1e-9


@pytest.mark.parametrize("method", [*METHODS, "bootstrap_percentile"])
def test_many_groups_at_once_get_what_each_gets_alone(method):
    many = nps.interval(*as_columns(GROUPS), method=method)

    assert_same_as_alone(many, [nps.interval(*group, method=method) for group in GROUPS])


@pytest.mark.parametrize("method", [*METHODS, "bootstrap_percentile"])
def test_an_empty_group_has_no_score_and_no_bounds(method):
    found = nps.interval(0, 0, 0, method=method)

    assert np.isnan([found.value, found.low, found.high, found.se]).all()
    assert found.n == 0


def test_a_question_about_one_group_is_answered_in_plain_numbers():
    found = nps.interval(60, 25, 15)

    assert json.dumps([found.value, found.n]) == "[45.0, 100.0]"


@pytest.mark.parametrize(("first", "second", "n"), [(60, 15, 100), (19, 5, 36), (9, 0, 10), (0, 3, 4)])
def test_the_score_bounds_are_where_a_score_test_just_rejects(first, second, n):
    found = nps.interval(first, n - first - second, second, method="score")

    for bound in (found.low / 100, found.high / 100):
        if abs(bound) < 1 - 1e-9:
            assert abs(_score_statistic(first, second, n, bound)) == pytest.approx(norm.ppf(0.975), abs=1e-4)


@pytest.mark.parametrize("method", ["adjusted_wald", "score"])
@pytest.mark.parametrize(("p", "d"), [(0.5, 0.2), (0.7, 0.05), (0.4, 0.4)])
def test_the_interval_covers_the_truth_about_as_often_as_it_says(method, p, d):
    n = 30
    samples = [(i, n - i - j, j) for i, j in product(range(n + 1), repeat=2) if i + j <= n]
    found = nps.interval(*as_columns(samples), method=method)

    truth = 100 * (p - d)
    covers = (found.low <= truth) & (truth <= found.high)
    assert 0.935 <= covers @ _chances(samples, (p, 1 - p - d, d)) <= 0.975


def test_a_bootstrap_is_repeatable_by_its_seed():
    first, again, other = (
        nps.interval(311, 402, 288, method="bootstrap_percentile", seed=seed, resamples=2_000) for seed in (1, 1, 2)
    )

    assert first == again
    assert first != other


@pytest.mark.parametrize(
    ("counts", "options"),
    [((-1, 2, 3), {}), ((1, 2, 3), {"confidence": 1}), ((1, 2, 3), {"confidence": 95})],
)
def test_impossible_questions_are_refused(counts, options):
    with pytest.raises(ValueError):
        nps.interval(*counts, **options)


def test_too_few_resamples_are_refused():
    with pytest.raises(ValueError, match="2000 resamples"):
        nps.interval(5, 5, 5, method="bootstrap_percentile", resamples=100)


def _chances(samples, shares):
    from scipy.stats import multinomial

    return multinomial.pmf(np.array(samples), n=sum(samples[0]), p=shares)


def _score_statistic(first, second, n, delta):
    """Tango's statistic, with the nuisance share found by brute force instead of by his closed form."""

    def minus_log_likelihood(q):
        shares = np.array([q + delta, 1 - 2 * q - delta, q])
        kinds = np.array([first, n - first - second, second])
        return -float(np.sum(np.where(kinds > 0, kinds * np.log(np.maximum(shares, 1e-300)), 0)))

    low, high = max(0.0, -delta), (1 - delta) / 2
    q = minimize_scalar(minus_log_likelihood, bounds=(low, high), method="bounded", options={"xatol": 1e-12}).x
    return (first - second - n * delta) / np.sqrt(n * (2 * q + delta - delta**2))
