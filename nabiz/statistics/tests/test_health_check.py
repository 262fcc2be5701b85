import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from nabiz.statistics.health_check import health_check

from .strategies import relaxed, shares

bands = st.lists(shares, min_size=2, max_size=5)


@relaxed
@given(bands)
def test_the_auc_is_that_of_the_accounts_one_by_one(rows):
    churned, accounts = zip(*rows, strict=True)
    happened = np.repeat([1, 0] * len(rows), np.ravel([(x, n - x) for x, n in rows]))
    risk = np.repeat(np.arange(len(rows))[::-1], accounts)

    found = health_check(accounts, churned)

    if 0 < sum(churned) < sum(accounts):
        assert found.auc.value == pytest.approx(roc_auc_score(happened, risk))
    else:
        assert np.isnan(found.auc.value)


@relaxed
@given(bands)
def test_the_trend_is_the_correlation_of_band_and_churn(rows):
    churned, accounts = zip(*rows, strict=True)
    happened = np.repeat([1, 0] * len(rows), np.ravel([(x, n - x) for x, n in rows]))
    band = np.repeat(np.arange(len(rows)), accounts)

    found = health_check(accounts, churned)

    if np.ptp(happened):
        assert found.trend_chi2 == pytest.approx(band.size * np.corrcoef(band, happened)[0, 1] ** 2, abs=1e-9)


def test_captures_add_up_and_lifts_average_to_one():
    found = health_check([60, 140, 300], [18, 14, 9])

    assert sum(band.capture for band in found.bands) == pytest.approx(1)
    assert np.average([band.lift for band in found.bands], weights=[60, 140, 300]) == pytest.approx(1)
    assert found.is_predictive


@pytest.mark.parametrize(("accounts", "churned"), [([50, 50, 50], [5, 9, 2]), ([9, 9, 9], [2, 1, 1])])
def test_bands_out_of_order_or_few_accounts_are_not_predictive(accounts, churned):
    assert not health_check(accounts, churned).is_predictive


@pytest.mark.parametrize(("accounts", "churned"), [([5, 5], [0, 0]), ([5, 5], [5, 5]), ([0, 0], [0, 0]), ([5], [2])])
def test_where_nothing_differs_nothing_is_told_apart(accounts, churned):
    found = health_check(accounts, churned)

    assert np.isnan([found.trend_chi2, found.trend_p]).all()
    assert not found.is_predictive


def test_an_empty_band_has_no_rate_and_breaks_no_order():
    found = health_check([50, 0, 50], [20, 0, 2])

    assert np.isnan([found.bands[1].rate.value, found.bands[1].lift]).all()
    assert found.is_monotone


def test_more_churned_than_there_were_is_refused():
    with pytest.raises(ValueError):
        health_check([5], [6])
