from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.business_hours import Calendar, Opening, Pauses, seconds_between, unroll, unroll_in_force

from .strategies import relaxed

QUARTER = 900
HOUR = 3600
OFFICE = [[Opening(9 * HOUR, 18 * HOUR)]] * 5 + [[Opening(10 * HOUR, 14 * HOUR)], []]
EVE = {date(2026, 3, 19): [Opening(9 * HOUR, 13 * HOUR)]}
ALL_DAY = [[Opening(0, 24 * HOUR)]] * 7
NIGHT = [[Opening(22 * HOUR, 6 * HOUR)]] * 7
ZONES = ("Europe/Istanbul", "Europe/London", "Asia/Kolkata", "America/Santiago", "Australia/Lord_Howe")
quarters = st.integers(0, 40 * 96)


def at(text, zone="UTC"):
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()) * 1_000_000


def walk(calendar, start, end, pauses=()):
    """Seconds found by asking every quarter of an hour whether the door is open."""
    zone, found = ZoneInfo(calendar.zone), 0
    for moment in range(start, end, QUARTER * 1_000_000):
        wall = datetime.fromtimestamp(moment // 1_000_000, UTC).astimezone(zone)
        second = 3600 * wall.hour + 60 * wall.minute
        is_open = any(a <= second < b for a, b in calendar.openings_on(wall.date()))
        found += QUARTER * (is_open and not any(a <= moment < b for a, b in pauses))
    return found


@relaxed
@given(st.sampled_from(ZONES), quarters, quarters, st.lists(st.tuples(quarters, quarters), max_size=6))
def test_the_clock_agrees_with_a_walk_through_the_calendar(zone, one, other, rests):
    calendar = Calendar(zone, OFFICE, frozenset({date(2026, 3, 20), date(2026, 4, 6)}), EVE)
    begin = at("2026-03-10T00:00")
    start, end = (begin + quarter * QUARTER * 1_000_000 for quarter in sorted((one, other)))
    pauses = [tuple(begin + q * QUARTER * 1_000_000 for q in sorted(rest)) for rest in rests]

    found = seconds_between(
        [start], [end], hours=unroll(calendar, start, end), pauses=Pauses([0] * len(pauses), *columns_of(pauses))
    )

    assert found.tolist() == [walk(calendar, start, end, pauses)]


def columns_of(pauses):
    return ([pause[i] for pause in pauses] for i in (0, 1))


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        ("2026-03-29", "Europe/London", 23),
        ("2026-10-25", "Europe/London", 25),
        ("2026-09-06", "America/Santiago", 23),
        ("2026-04-05", "Australia/Lord_Howe", 24.5),
        ("2026-03-29", "Europe/Istanbul", 24),
    ],
)
def test_a_day_is_as_long_as_the_clocks_make_it(day, zone, hours):
    start, end = at(day, zone), at(str(date.fromisoformat(day) + timedelta(days=1)), zone)

    found = seconds_between([start], [end], hours=unroll(Calendar(zone, ALL_DAY), start, end))

    assert found.tolist() == [hours * HOUR]


def test_a_night_shift_belongs_to_the_day_on_which_it_begins():
    calendar = Calendar("UTC", NIGHT, holidays=frozenset({date(2026, 6, 2)}))
    start, end = at("2026-06-01T02:00"), at("2026-06-04T12:00")

    found = seconds_between([start], [end], hours=unroll(calendar, start, end))

    assert found.tolist() == [(4 + 8 + 8) * HOUR]


def test_a_day_that_is_a_holiday_and_special_keeps_its_special_hours():
    day = date(2026, 3, 19)

    assert Calendar("UTC", OFFICE, frozenset({day}), EVE).openings_on(day) == EVE[day]
    assert Calendar("UTC", OFFICE, frozenset({day})).openings_on(day) == ()


def test_openings_that_overlap_count_once():
    calendar = Calendar("UTC", [[Opening(9 * HOUR, 13 * HOUR), Opening(12 * HOUR, 18 * HOUR)]] * 7)
    start, end = at("2026-06-01"), at("2026-06-02")

    assert seconds_between([start], [end], hours=unroll(calendar, start, end)).tolist() == [9 * HOUR]


def test_each_side_of_a_change_is_measured_by_the_hours_then_in_force():
    change, start, end = at("2026-06-02T12:00"), at("2026-06-01"), at("2026-06-04")
    hours = unroll_in_force([(change, Calendar("UTC", NIGHT)), (start, Calendar("UTC", OFFICE))], start, end)

    found = seconds_between([start, start, change], [end, change, end], hours=hours)

    assert found.tolist() == [22 * HOUR, 12 * HOUR, 10 * HOUR]


def test_nothing_is_open_before_the_first_calendar():
    start, end = at("2026-06-01"), at("2026-06-03")

    hours = unroll_in_force([(at("2026-06-02"), Calendar("UTC", OFFICE))], start, end)

    assert seconds_between([start], [end], hours=hours).tolist() == [9 * HOUR]


def test_pauses_take_from_their_own_interval_alone():
    starts, ends = [at("2026-06-01")] * 2, [at("2026-06-09"), at("2026-06-02")]
    since = [at("2026-06-01T20:00"), at("2026-06-08"), at("2026-06-01T06:00")]
    until = [at("2026-06-01T23:00"), at("2026-06-30"), at("2026-06-01T08:00")]

    found = seconds_between(starts, ends, pauses=Pauses([1, 0, 1], since, until))

    assert found.tolist() == [7 * 24 * HOUR, 19 * HOUR]


def test_many_intervals_are_measured_as_each_alone():
    calendar, begin = Calendar("Europe/London", OFFICE), at("2026-03-01")
    starts = begin + np.random.default_rng(1).integers(0, 90 * 86_400, 500) * 1_000_000
    ends = starts + np.arange(500) * 7_777_000_000
    hours = unroll(calendar, int(starts.min()), int(ends.max()))

    found = seconds_between(starts.view("datetime64[us]"), ends, hours=hours)

    assert found.tolist() == [seconds_between([a], [b], hours=hours)[0] for a, b in zip(starts, ends, strict=True)]


def test_no_interval_and_a_backward_one_have_nothing():
    hours = unroll(Calendar("UTC", [[]] * 7), at("2026-06-01"), at("2026-06-02"))

    assert seconds_between([], [], hours=hours).size == 0
    assert seconds_between([9], [1]).tolist() == [0]


@pytest.mark.parametrize("columns", [([0], [2]), ([0.5], [1.0]), ([0, 1], [1])])
def test_impossible_intervals_are_refused(columns):
    with pytest.raises(ValueError):
        seconds_between(*columns, hours=unroll(Calendar("UTC", OFFICE), 0, 1))
