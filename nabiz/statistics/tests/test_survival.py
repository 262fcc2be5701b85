from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from scipy.stats import CensoredData, ecdf

from nabiz.statistics.lifetable import from_counts, from_durations
from nabiz.statistics.survival import kaplan_meier

from .strategies import as_columns, cases, relaxed

SIX = from_durations([1, 2, 3, 5, 7, 9], [True] * 6)


@relaxed
@given(cases)
def test_the_curve_agrees_with_scipy(rows):
    durations, ended = as_columns(rows)

    curve = kaplan_meier(from_durations(durations, ended))

    expected = ecdf(CensoredData(uncensored=durations[ended], right=durations[~ended])).sf
    assert curve.table.times.tolist() == expected.quantiles.tolist()
    assert curve.survival == pytest.approx(expected.probabilities, abs=1e-12)


@pytest.mark.filterwarnings("ignore:The confidence interval is undefined")
def test_the_log_log_band_agrees_with_scipy():
    durations, ended = (
        np.array([9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161]),
        np.array([1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0]),
    )

    curve = kaplan_meier(from_durations(durations, ended), confidence=0.9)

    data = CensoredData(uncensored=durations[ended == 1], right=durations[ended == 0])
    expected = ecdf(data).sf.confidence_interval(0.9, method="log-log")
    assert curve.low == pytest.approx(expected.low.probabilities)
    assert curve.high == pytest.approx(expected.high.probabilities)


@pytest.mark.filterwarnings("ignore:The confidence interval is undefined")
def test_the_plain_band_agrees_with_scipy():
    durations = np.array([9, 13, 18, 23, 31, 34, 45, 48])

    curve = kaplan_meier(from_durations(durations, [True] * 8), confidence=0.9, band="plain")

    expected = ecdf(durations).sf.confidence_interval(0.9, method="linear")
    assert curve.low[:-1] == pytest.approx(expected.low.probabilities[:-1])
    assert curve.high[:-1] == pytest.approx(expected.high.probabilities[:-1])


@relaxed
@given(cases)
def test_the_curve_falls_from_1_within_its_band(rows):
    for band in ("log", "log_log", "plain"):
        curve = kaplan_meier(from_durations(*as_columns(rows)), band=band)

        assert (np.diff([1, *curve.survival]) <= 0).all()
        known = ~np.isnan(curve.low)
        assert (curve.low[known] <= curve.survival[known] + 1e-12).all()
        assert (curve.high[known] >= curve.survival[known] - 1e-12).all()
        assert (curve.high[known] <= 1).all()


@relaxed
@given(cases)
def test_counts_per_duration_give_the_curve_of_the_single_cases(rows):
    durations, ended = as_columns(rows)
    times = np.arange(1, 31)
    events, censored = ([int(((durations == t) & (ended == flag)).sum()) for t in times] for flag in (True, False))

    counted = kaplan_meier(from_counts(times[::-1], events[::-1], censored[::-1]))

    single = kaplan_meier(from_durations(durations, ended))
    assert counted.survival.tolist() == single.survival.tolist()
    assert counted.rmst(3) == single.rmst(3) or np.isnan(single.rmst(3).value)


@relaxed
@given(cases)
def test_the_median_is_the_first_time_at_which_half_has_ended_in_exact_arithmetic(rows):
    table = from_durations(*as_columns(rows))

    exact, left = np.nan, Fraction(1)
    for time, events, at_risk in zip(table.times, table.events, table.at_risk, strict=True):
        left *= 1 - Fraction(int(events), int(at_risk))
        if left <= Fraction(1, 2):
            exact = time
            break
    assert kaplan_meier(table).quantile().value == pytest.approx(exact, nan_ok=True)


@relaxed
@given(cases)
def test_another_unit_of_time_scales_the_quantiles(rows):
    durations, ended = as_columns(rows)

    hours, minutes = (kaplan_meier(from_durations(durations * unit, ended)) for unit in (1, 60))

    for share in (0.1, 0.5, 0.9):
        one, other = hours.quantile(share), minutes.quantile(share)
        scaled = [60 * one.low, 60 * one.value, 60 * one.high]
        assert [other.low, other.value, other.high] == pytest.approx(scaled, nan_ok=True)


def test_a_curve_flat_at_half_has_two_medians_to_choose_from():
    curve = kaplan_meier(SIX)

    assert curve.quantile().value == 3
    assert curve.quantile(flat_at_half="midpoint").value == 4


def test_a_curve_flat_at_half_to_its_end_takes_the_middle_of_what_was_seen():
    curve = kaplan_meier(from_durations([2, 10], [True, False]))

    assert curve.quantile(flat_at_half="midpoint").value == 6


def test_a_median_that_is_not_reached_is_undefined():
    found = kaplan_meier(from_durations([5, 6, 7, 9], [True, False, False, False])).quantile()

    assert np.isnan(found.value)


def test_the_restricted_mean_without_censoring_is_the_mean_of_the_cut_durations():
    for tau in (0.5, 4, 9, 20):
        assert kaplan_meier(SIX).rmst(tau).value == pytest.approx(np.minimum([1, 2, 3, 5, 7, 9], tau).mean())


def test_beyond_the_last_observation_nothing_is_known_while_some_still_go():
    open_ended = kaplan_meier(from_durations([2, 5, 8], [True, True, False]))

    assert np.isnan([open_ended.at([9]).value[0], open_ended.rmst(9).value]).all()
    assert kaplan_meier(SIX).at([10]).value.tolist() == [0]


def test_an_empty_curve_knows_nothing():
    empty = kaplan_meier(from_durations([], []))

    assert np.isnan([empty.quantile().value, empty.rmst(5).value, empty.at([1]).value[0]]).all()


def test_weights_count_a_case_that_often():
    weighted = from_durations([1, 4, 4], [True, True, False], [2, 3, 1])

    assert weighted.at_risk.tolist() == [6, 4]
    assert kaplan_meier(weighted).survival == pytest.approx([4 / 6, 1 / 6])


@pytest.mark.parametrize(
    "columns",
    [([-1], [1], [0]), ([np.nan], [1], [0]), ([1, 2], [1], [0]), ([1], [-1], [0])],
)
def test_impossible_tables_are_refused(columns):
    with pytest.raises(ValueError):
        from_counts(*columns)


def test_impossible_questions_are_refused():
    curve = kaplan_meier(SIX)

    for question in (lambda: curve.quantile(1.5), lambda: curve.rmst(-1), lambda: kaplan_meier(SIX, band="flat")):
        with pytest.raises(ValueError):
            question()
