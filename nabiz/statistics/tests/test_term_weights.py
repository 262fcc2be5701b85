import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.term_weights import ctfidf, log_odds, pooled_prior

from .strategies import relaxed

COUNTS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=2, max_size=20).filter(
    lambda rows: min(map(sum, zip(*rows, strict=True))) > 0
)


def test_a_word_of_one_theme_weighs_more_than_a_word_of_all():
    own, common = ctfidf([[10, 10], [0, 10], [0, 10]])[0]

    assert own > common > 0


def test_twice_the_text_about_a_theme_does_not_change_its_words():
    once, twice = ctfidf([[3, 1], [3, 1]]), ctfidf([[6, 2], [6, 2]])

    np.testing.assert_allclose(once, twice)


def test_a_theme_without_words_and_a_word_without_occurrences_weigh_nothing():
    weights = ctfidf([[4, 2, 0], [0, 0, 0]])

    assert (weights[1] == 0).all()
    assert (weights[:, 2] == 0).all()
    assert ctfidf(np.zeros((0, 3))).shape == (0, 3)


@pytest.mark.parametrize("table", [[[1, -1]], [1, 2]])
def test_what_is_no_table_of_counts_is_refused(table):
    with pytest.raises(ValueError):
        ctfidf(table)


@relaxed
@given(COUNTS, st.sampled_from([0.01, 0.1, 1.0]))
def test_the_groups_changed_over_change_only_the_sign(rows, scale):
    a, b = np.array(rows, dtype=float).T

    there, back = log_odds(a, b, pooled_prior(a, b, scale)), log_odds(b, a, pooled_prior(b, a, scale))

    np.testing.assert_allclose(there.z, -back.z)
    np.testing.assert_allclose(there.p_value, back.p_value)


@relaxed
@given(COUNTS)
def test_a_flat_prior_gives_the_smoothed_odds_ratio(rows):
    a, b = np.array(rows, dtype=float).T

    found = log_odds(a, b, 0.5)

    odds = [(x + 0.5) / ((x + 0.5).sum() - (x + 0.5)) for x in (a, b)]
    np.testing.assert_allclose(found.ratio, np.log(odds[0] / odds[1]))
    np.testing.assert_allclose(found.se**2, 1 / (a + 0.5) + 1 / (b + 0.5))


def test_a_rare_word_is_less_telling_than_a_common_one_with_the_same_ratio():
    a, b = [200, 2, 500], [100, 1, 600]

    common, rare, _ = log_odds(a, b, pooled_prior(a, b)).z

    assert common > 1.96 > rare > 0


def test_a_word_that_nobody_used_and_the_only_word_are_undefined():
    assert np.isnan(log_odds([3, 0, 1], [1, 0, 2], pooled_prior([3, 0, 1], [1, 0, 2])).z[1])
    assert np.isnan(log_odds([3], [1], 0.1).z).all()
    assert log_odds([], [], 0.1).z.size == 0


def test_a_prior_needs_a_positive_scale():
    with pytest.raises(ValueError):
        pooled_prior([1], [1], 0)
