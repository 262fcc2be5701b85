from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.kernel.periods import period_of
from nabiz.metrics.tests.mirrors import at, event, write_events
from nabiz.metrics.windows import offsets, windows_between

ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))


def months(result):
    return {row["month"]: row["n"] for row in result.as_rows() if row["n"]}


def answered(*moments):
    return [event("survey.answered", at(moment), n, measure="nps", score=9) for n, moment in enumerate(moments, 1)]


@pytest.mark.parametrize(
    ("zone", "last_of_march", "first_of_april"),
    [
        ("Europe/Istanbul", "2026-03-31T20:59:59.999999", "2026-03-31T21:00:00"),
        ("Europe/Berlin", "2026-03-31T21:59:59.999999", "2026-03-31T22:00:00"),
        ("Asia/Kolkata", "2026-03-31T18:29:59.999999", "2026-03-31T18:30:00"),
        ("America/New_York", "2026-04-01T03:59:59.999999", "2026-04-01T04:00:00"),
    ],
)
@pytest.mark.every_engine
def test_month_ends_at_local_midnight(asked, zone, last_of_march, first_of_april):
    write_events(answered(last_of_march, first_of_april, first_of_april))

    result = asked("nps", zone=zone, by=["month"], since="2026-03", until="2026-04")

    assert months(result) == {"2026-03": 1, "2026-04": 2}


@pytest.mark.every_engine
def test_day_of_a_clock_change_has_23_hours(asked):
    write_events(answered("2026-03-28T23:00:00", "2026-03-29T21:59:59", "2026-03-29T22:00:00"))

    rows = asked("nps", zone="Europe/Berlin", by=["day"], since="2026-03-29", until="2026-03-30").as_rows()

    assert [(row["day"], row["n"]) for row in rows] == [("2026-03-29", 2), ("2026-03-30", 1)]


def test_weeks_begin_on_monday_and_are_whole(asked):
    write_events(answered("2026-03-01T12:00", "2026-03-02T12:00"))

    rows = asked("nps", by=["week"], since="2026-03-01", until="2026-03-03").as_rows()

    assert [(row["week"], row["n"]) for row in rows] == [("2026-W09", 1), ("2026-W10", 1)]


def test_runs_of_days_end_with_the_last_day_asked_for(asked):
    write_events(answered("2026-03-04T12:00", "2026-03-10T12:00", "2026-03-11T12:00"))

    rows = asked("nps", by=["7d"], since="2026-03-05", until="2026-03-17").as_rows()

    assert [(row["window"], row["n"]) for row in rows] == [
        ("2026-03-04/2026-03-10", 2), ("2026-03-11/2026-03-17", 1),
    ]  # fmt: skip


@given(st.sampled_from(ZONES), st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1)))
def test_local_day_by_offset_is_the_day_of_the_calendar_in_every_zone(name, moment):
    zone, moment = ZoneInfo(name), moment.replace(tzinfo=UTC)
    known = offsets(zone, moment - timedelta(days=200), moment + timedelta(days=200))

    ahead = next(seconds for until, seconds in known if moment < until)
    day = date(1970, 1, 1) + timedelta(days=(moment + timedelta(seconds=ahead)).timestamp() // 86_400)

    period = period_of(day, "day", zone)
    assert period.start <= moment < period.end or _clock_went_back_over_midnight(zone, moment)


def test_windows_follow_each_other_without_a_gap():
    windows = windows_between(date(2025, 12, 15), date(2027, 1, 2), "month", ZoneInfo("Europe/Berlin"))

    assert [w.key for w in (windows[0], windows[-1])] == ["2025-12", "2027-01"]
    assert all(one.end == two.start for one, two in pairwise(windows))


def _clock_went_back_over_midnight(zone, moment):
    return moment.astimezone(zone).fold == 1
