import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics import mrr, ratios
from nabiz.statistics.trailing import trailing_retention

from .strategies import as_columns, relaxed

MONEY = st.one_of(st.just(0.0), st.floats(0.01, 1e6))
ACCOUNTS = st.lists(st.tuples(MONEY, MONEY, st.booleans()), min_size=1, max_size=30)
LINES = st.lists(st.tuples(st.sampled_from("abcd"), MONEY, MONEY), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (mrr.Line(1_200, 1, "year"), 100),
        (mrr.Line(2_400, 1, "year", count=2), 100),
        (mrr.Line(10, 3, "week"), 130),
        (mrr.Line(1, 365, "day"), 365 * 365 / 12),
        (mrr.Line(30, 10, "month", discount=0.2), 240),
        (mrr.Line(999, 1, "month", is_recurring=False), 0),
        (mrr.Line(49, 2, "month", is_trial=True), 0),
    ],
)
def test_a_line_is_worth_its_price_per_month(line, expected):
    assert mrr.monthly(line) == pytest.approx(expected)


@pytest.mark.parametrize("line", [mrr.Line(1, 1, "month", count=0), mrr.Line(1, 1, "month", discount=20)])
def test_impossible_lines_are_refused(line):
    with pytest.raises(ValueError):
        mrr.monthly(line)


@relaxed
@given(ACCOUNTS)
def test_gross_retention_never_exceeds_net_retention_or_one(accounts):
    found = mrr.movements(*as_columns(accounts))

    if found.start > 0:
        assert found.grr <= min(found.nrr, 1) + 1e-9
        assert found.nrr <= found.nrr_with_reactivation + 1e-9
    else:
        assert np.isnan([found.grr, found.nrr, found.logo_churn]).all()


@relaxed
@given(ACCOUNTS)
def test_net_retention_from_movements_is_the_ratio_over_the_opening_accounts(accounts):
    start, end, _ = as_columns(accounts)
    opening = start > 0

    found = mrr.movements(*as_columns(accounts))

    expected = ratios.interval(*ratios.pair_sums(start[opening], end[opening]))
    assert found.nrr == pytest.approx(expected.value, rel=1e-6, abs=1e-6, nan_ok=True)
    assert found.opening == expected.n


@relaxed
@given(LINES)
def test_both_levels_agree_on_net_retention_and_the_line_level_loses_more(lines):
    accounts, lines = mrr.movements_of_accounts(*as_columns(lines)), mrr.movements_of_lines(*as_columns(lines))

    assert lines.nrr == pytest.approx(accounts.nrr, rel=1e-6, abs=1e-6, nan_ok=True)
    assert lines.churn == pytest.approx(accounts.churn)
    assert lines.contraction >= accounts.contraction - 1e-6
    assert (lines.opening, lines.lost) == (accounts.opening, accounts.lost)


def test_who_paid_before_is_reactivated_and_who_never_did_is_new():
    found = mrr.movements([0, 0], [40, 25], [False, True])

    assert (found.new, found.reactivation) == (40, 25)


def test_without_losses_the_quick_ratio_is_undefined_not_infinite():
    assert np.isnan(mrr.movements([100], [120], [True]).quick_ratio)


def test_movements_that_do_not_lead_to_the_end_are_refused():
    with pytest.raises(ArithmeticError):
        mrr.Movements(
            start=100, new=0, reactivation=0, expansion=10, contraction=0, churn=0, end=100, opening=1, lost=0
        )


def test_negative_revenue_is_refused():
    with pytest.raises(ValueError):
        mrr.movements([-1], [2], [True])


def test_rates_from_totals_are_answered_for_many_groups_at_once():
    net = mrr.net_retention(np.array([100, 0]), np.array([18, 1]), np.array([6, 0]), np.array([9, 0]))

    assert net == pytest.approx([1.03, np.nan], nan_ok=True)
    assert mrr.gross_retention(100, 6, 9) == pytest.approx(0.85)


def test_over_one_month_the_three_conventions_are_one():
    found = trailing_retention([[100, 120], [50, 0], [0, 70]])

    assert found.nrr_cohort == found.nrr_compounded == found.nrr_of_movements == pytest.approx(0.8)
    assert found.grr_cohort == found.grr_compounded == pytest.approx(100 / 150)


def test_a_year_that_opens_with_nothing_has_no_retention():
    found = trailing_retention([[0, 10, 10], [0, 5, 0]])

    assert np.isnan([found.nrr_cohort, found.nrr_compounded, found.nrr_of_movements]).all()


@pytest.mark.parametrize("monthly", [[[1], [2]], [1, 2, 3], [[1, -2]]])
def test_impossible_years_are_refused(monthly):
    with pytest.raises(ValueError):
        trailing_retention(monthly)
