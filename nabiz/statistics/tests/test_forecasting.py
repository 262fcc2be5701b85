from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.forecast_accuracy import coverage
from nabiz.statistics.forecasting import forecast, seasonal_naive

from .strategies import relaxed

YEAR = 12


def made_up(kind, seed, n=72):
    """Monthly series: noise about a mean, a wandering level, a drift, a season, or all of it."""
    rng = np.random.default_rng([seed, len(kind)])
    noise, when = rng.normal(0, 1, n), np.arange(n)
    level, drift = np.cumsum(rng.normal(0, 0.4, n)), when * rng.normal(0, 0.3)
    season = np.tile(rng.normal(0, 1.5, YEAR), n // YEAR)
    parts = {"noise": [], "level": [level], "drift": [drift], "season": [season], "all of it": [level, drift, season]}
    return 50 + noise + sum(parts[kind])


SHORT, LONG = (8, 10, 12, 15, 18, 20, 22, 24), (24, 28, 32, 36, 40, 45, 50, 55, 60)
KINDS = ("noise", "level", "drift", "season", "all of it")


def rolling(kinds, origins, steps=3, series=12):
    """What came, what was forecast with its 80 % interval, and seasonal naive, from several origins of several series."""
    for kind, seed, origin in product(kinds, range(series), origins):
        values = made_up(kind, seed)
        found = forecast(values[:origin], steps, season=YEAR, level=0.8)
        naive = seasonal_naive(values[:origin], steps, season=YEAR if origin >= YEAR else 1)
        yield values[origin : origin + steps], found.mean, found.low, found.high, naive


@pytest.mark.parametrize(("kinds", "origins"), [(KINDS, SHORT), *(((kind,), LONG) for kind in KINDS)])
def test_it_beats_seasonal_naive_and_keeps_its_promise(kinds, origins):
    came, mean, low, high, naive = (np.concatenate(column) for column in zip(*rolling(kinds, origins), strict=True))

    assert np.abs(mean - came).mean() < 0.95 * np.abs(naive - came).mean()
    assert 0.72 < coverage(came, low, high) < 0.88


def test_a_series_that_climbs_steadily_is_seen_to_climb():
    found = forecast(np.arange(12.0), 6)

    assert found.mean == pytest.approx(np.arange(12, 18), abs=0.1)


@relaxed
@given(st.integers(0, 1_000), st.floats(-1e4, 1e4), st.sampled_from([-40.0, -1.0, 0.01, 3.0]))
def test_units_and_origins_do_not_matter(seed, shift, unit):
    values, errors = made_up("all of it", seed, 24), np.linspace(0.5, 1, 24)

    one, other = (
        forecast(given, 4, season=YEAR, errors=spread)
        for given, spread in ((values, errors), (shift + unit * values, abs(unit) * errors))
    )

    ends = (other.low, other.high) if unit > 0 else (other.high, other.low)
    expected = [shift + unit * column for column in (one.mean, one.low, one.high)]
    assert np.array([other.mean, *ends]) == pytest.approx(np.array(expected), abs=1e-5 * abs(unit) + 1e-8 * abs(shift))


def test_a_wider_level_reaches_further_and_so_does_a_later_step():
    values = made_up("level", 4, 30)

    narrow, wide = (forecast(values, 12, level=level) for level in (0.8, 0.95))

    assert (wide.high > narrow.high).all()
    assert narrow.mean == pytest.approx(wide.mean)
    assert (np.diff(wide.high - wide.low) > 0).all()


def test_gaps_are_bridged_and_the_season_keeps_its_place():
    values = 10 + 5 * np.sin(np.arange(36) * 2 * np.pi / YEAR)
    values[[3, 17, 30, 35]] = np.nan

    found = forecast(values, YEAR, season=YEAR)

    assert found.mean == pytest.approx(10 + 5 * np.sin(np.arange(36, 48) * 2 * np.pi / YEAR), abs=0.3)


def test_a_value_with_a_large_error_counts_for_little():
    values, errors = np.full(12, 50.0), np.full(12, 1.0)
    values[-1], errors[-1] = 80, 30

    trusting, doubting = (forecast(values, 1, errors=given).mean[0] for given in (None, errors))

    assert abs(doubting - 50) < 1 < abs(trusting - 50)


def test_errors_that_explain_the_noise_keep_the_forecast_from_chasing_it():
    rng, wrong = np.random.default_rng(2), {True: 0.0, False: 0.0}
    for _ in range(60):
        values = rng.normal(30, 2, 10)
        for known in wrong:
            wrong[known] += abs(forecast(values, 1, errors=np.full(10, 2.0) if known else None).mean[0] - 30)

    assert wrong[True] < 0.85 * wrong[False]


def test_errors_that_are_unknown_or_zero_are_taken_to_be_as_the_others():
    values = made_up("noise", 1, 12)

    holes, full = (forecast(values, 2, errors=[1.0, last, *[1.0] * 10]) for last in (np.nan, 1.0))
    zero = forecast(values, 2, errors=[1.0, 0.0, *[1.0] * 10])

    assert holes.mean.tolist() == full.mean.tolist() == zero.mean.tolist()


def test_a_constant_series_has_an_interval_only_if_its_errors_are_known():
    blind, measured = forecast([7.0] * 10, 2), forecast([7.0] * 10, 2, errors=[0.5] * 10)

    assert blind.mean.tolist() == [7, 7]
    assert np.isnan([blind.low, blind.high]).all()
    assert measured.low[0] == pytest.approx(7 - 1.96 * 0.5, abs=0.4)


def test_nothing_is_forecast_beyond_what_is_possible():
    found = forecast([0.9, 0.95, 0.97, 0.96, 0.99, 0.98, 1.0, 1.0], 3, limits=(0, 1))

    assert max(found.mean.max(), found.high.max()) <= 1


@pytest.mark.parametrize("values", [[], [1.0, 2, 3, 4, 5], [np.nan] * 20])
def test_too_short_a_series_gives_nothing(values):
    found = forecast(values, 3)

    assert np.isnan([found.mean, found.low, found.high]).all()
    assert found.mean.shape == (3,)


def test_only_the_last_120_periods_count():
    values = made_up("level", 8, 132)

    assert forecast(values, 2).mean.tolist() == forecast(values[12:], 2).mean.tolist()


@pytest.mark.parametrize(
    ("values", "season", "expected"),
    [
        ([1.0, 2, 3], 1, [3, 3, 3, 3]),
        ([1.0, 2, 3, 4, 5], 3, [3, 4, 5, 3]),
        ([1.0, 2, 3, 4, np.nan, 6], 3, [4, 2, 6, 4]),
        ([1.0, 2], 3, [np.nan, 1, 2, np.nan]),
        ([], 2, [np.nan] * 4),
    ],
)
def test_seasonal_naive_repeats_the_latest_of_each_place(values, season, expected):
    assert seasonal_naive(values, 4, season=season).tolist() == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: forecast([1.0] * 8, 0),
        lambda: forecast([1.0] * 8, 2, errors=[1.0]),
        lambda: forecast([1.0] * 8, 2, level=1),
        lambda: seasonal_naive([1.0], 2, season=0),
    ],
)
def test_impossible_forecasts_are_refused(ask):
    with pytest.raises(ValueError):
        ask()
