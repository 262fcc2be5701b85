import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from nabiz.statistics import discrimination

from .strategies import relaxed

scored = st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=2, max_size=60)
of_both_kinds = scored.filter(lambda rows: 0 < sum(happened for _, happened in rows) < len(rows))


def split(rows):
    scores, happened = zip(*rows, strict=True)
    return np.array(scores, dtype=float), np.array(happened)


def placements(scores, happened):
    """Per case of one class: the share of the other class that it beats."""
    high, low = scores[happened], scores[~happened]
    wins = (high[:, None] > low) + 0.5 * (high[:, None] == low)
    return wins.mean(axis=1), wins.mean(axis=0)


@relaxed
@given(of_both_kinds)
def test_auc_agrees_with_scikit_learn_and_its_error_with_delong(rows):
    scores, happened = split(rows)

    found = discrimination.auc(discrimination.levels(scores, happened))

    assert found.value == pytest.approx(metrics.roc_auc_score(happened, scores))
    if 2 <= happened.sum() <= len(rows) - 2:
        variance = sum(np.var(place, ddof=1) / place.size for place in placements(scores, happened))
        assert found.se == pytest.approx(np.sqrt(variance), abs=1e-9)
        assert 0 <= found.low <= found.value <= found.high <= 1


@relaxed
@given(of_both_kinds)
def test_average_precision_agrees_with_scikit_learn(rows):
    scores, happened = split(rows)

    found = discrimination.average_precision(discrimination.levels(scores, happened))

    assert found == pytest.approx(metrics.average_precision_score(happened, scores))


@relaxed
@given(of_both_kinds)
def test_the_largest_gap_lies_on_the_roc_curve(rows):
    scores, happened = split(rows)
    false_alarms, hits, _ = metrics.roc_curve(happened, scores, drop_intermediate=False)

    found = discrimination.kolmogorov_smirnov(discrimination.levels(scores, happened))

    assert found == pytest.approx(np.abs(hits - false_alarms).max())


@relaxed
@given(of_both_kinds, st.sampled_from([0.07, 0.2, 0.5, 1.0]))
def test_those_tied_at_the_cut_share_their_mean_outcome(rows, share):
    scores, happened = split(rows)
    mean = np.array([happened[scores == score].mean() for score in scores])
    n = int(np.ceil(share * len(rows) - 1e-9))

    found = discrimination.capture(discrimination.levels(scores, happened), share)

    expected = mean[np.argsort(-scores, kind="stable")][:n].sum()
    assert found.n == n
    assert found.share == pytest.approx(expected / happened.sum())
    assert found.lift == pytest.approx(expected / n / happened.mean())


@pytest.mark.parametrize("happened", [[True] * 3, [False] * 3, []])
def test_with_one_class_nothing_can_be_ranked(happened):
    found = discrimination.levels(range(len(happened)), happened)
    top = discrimination.capture(found)

    numbers = [discrimination.average_precision(found), discrimination.kolmogorov_smirnov(found), top.share, top.lift]
    assert np.isnan([discrimination.auc(found).value, *numbers]).all()


def test_a_single_case_of_a_class_leaves_no_bounds():
    found = discrimination.auc(discrimination.levels([1, 2, 3], [False, True, False]))

    assert found.value == 0.5
    assert np.isnan([found.se, found.low, found.high]).all()


def test_a_ceiling_is_not_raised_by_rounding():
    assert discrimination.capture(discrimination.levels(range(100), [True, False] * 50), 0.07).n == 7


@pytest.mark.parametrize("share", [0, 1.1, np.nan])
def test_a_share_of_the_top_lies_between_0_and_1(share):
    with pytest.raises(ValueError):
        discrimination.capture(discrimination.levels([1, 2], [True, False]), share)


def test_a_case_without_a_score_is_refused():
    with pytest.raises(ValueError):
        discrimination.levels([1, np.nan], [True, False])
