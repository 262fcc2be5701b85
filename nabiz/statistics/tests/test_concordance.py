import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines.utils import concordance_index

from nabiz.statistics.concordance import concordance
from nabiz.statistics.discrimination import auc, levels

from .strategies import relaxed

rows = st.lists(st.tuples(st.integers(0, 12), st.booleans(), st.integers(-4, 4)), min_size=2, max_size=40)


def split(cases):
    return [np.array(column) for column in zip(*cases, strict=True)]


def pair_by_pair(time, ended, risk):
    """Comparable pairs, and how many are won, per case, in the words of the definition."""
    pairs, won = np.zeros(len(time)), np.zeros(len(time))
    for i in range(len(time)):
        for j in range(len(time)):
            if ended[i] and (time[i] < time[j] or (time[i] == time[j] and not ended[j])):
                pairs[[i, j]] += 1
                won[[i, j]] += (risk[i] > risk[j]) + 0.5 * (risk[i] == risk[j])
    return pairs, won


@relaxed
@given(rows)
def test_every_comparable_pair_counts_once(cases):
    pairs, won = pair_by_pair(*split(cases))

    found = concordance(*split(cases))

    if pairs.sum():
        c = won.sum() / pairs.sum()
        assert found.value == pytest.approx(c)
        assert found.se == pytest.approx(np.sqrt((((won - c * pairs) / (pairs.sum() / 2)) ** 2).sum()))
    else:
        assert np.isnan([found.value, found.se, found.low]).all()


@relaxed
@given(st.integers(0, 1000))
def test_without_tied_times_it_agrees_with_lifelines(seed):
    generator = np.random.default_rng(seed)
    time, ended, risk = generator.permutation(50), generator.random(50) < 0.6, generator.integers(0, 9, 50)

    assert concordance(time, ended, risk).value == pytest.approx(concordance_index(time, -risk, ended))


@relaxed
@given(rows.filter(lambda cases: 0 < sum(ended for _, ended, _ in cases) < len(cases)))
def test_with_one_time_of_ending_it_is_the_auc(cases):
    _, ended, risk = split(cases)

    assert concordance(np.ones(len(cases)), ended, risk).value == pytest.approx(auc(levels(risk, ended)).value)


def test_the_error_is_close_to_that_of_the_jackknife():
    generator = np.random.default_rng(1)
    risk = generator.normal(size=300)
    time, ended = generator.exponential(np.exp(-risk)), generator.random(300) < 0.7
    without = [concordance(*(np.delete(c, i) for c in (time, ended, risk))).value for i in range(300)]

    jackknife = np.sqrt(299 / 300 * ((without - np.mean(without)) ** 2).sum())

    assert concordance(time, ended, risk).se == pytest.approx(jackknife, rel=0.02)


def test_no_cases_have_no_concordance():
    assert np.isnan(concordance([], [], []).value)


def test_a_missing_risk_is_refused():
    with pytest.raises(ValueError):
        concordance([1, 2], [True, True], [1, np.nan])
