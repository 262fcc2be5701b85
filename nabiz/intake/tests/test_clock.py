from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.intake.clock import AHEAD_AT_MOST, EARLIEST, BadTime, times

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
MOMENTS = st.datetimes(timezones=st.just(UTC))
RECENT = st.datetimes(datetime(2026, 1, 1), datetime(2026, 11, 22), timezones=st.just(UTC))
SKEWS = st.timedeltas(timedelta(days=-300), timedelta(days=300))


@given(happened=RECENT, waited=st.timedeltas(timedelta(0), timedelta(days=30)), skew=SKEWS)
def test_however_wrong_a_clock_is_the_true_time_comes_out(happened, waited, skew):
    received = happened + waited
    shown_then, shown_when_sent = happened + skew, received + skew

    assert times(shown_then.isoformat(), shown_when_sent.isoformat(), received).happened_at == happened


@given(original=MOMENTS, sent=st.one_of(st.none(), MOMENTS), received=RECENT)
def test_whatever_the_clocks_say_nothing_happens_after_it_was_received(original, sent, received):
    try:
        found = times(original.isoformat(), sent and sent.isoformat(), received)
    except BadTime:
        return

    assert EARLIEST <= found.happened_at <= received
    assert found.original_at == original


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.lists(st.none()), st.none()))
def test_nonsense_is_refused_and_never_crashes(nonsense):
    try:
        found = times(nonsense, nonsense, NOW)
    except BadTime:
        return
    assert EARLIEST <= found.happened_at <= NOW + AHEAD_AT_MOST


@pytest.mark.parametrize(
    ("original", "sent", "happened"),
    [
        (None, None, NOW),
        ("2026-11-22T09:00:00Z", None, NOW - timedelta(hours=1)),
        ("2026-11-22T12:00:00+03:00", None, NOW - timedelta(hours=1)),
        ("2024-11-22T10:00:00Z", None, datetime(2024, 11, 22, 10, tzinfo=UTC)),  # an import
        ("2024-11-22T10:00:00Z", "2026-11-22T10:00:00Z", datetime(2024, 11, 22, 10, tzinfo=UTC)),
        ("2026-11-22T09:00:00Z", "2026-11-22T08:00:00Z", NOW - timedelta(hours=1)),  # sent before it happened
        ("2026-11-22T09:00:00Z", "9999-12-31T00:00:00Z", NOW - timedelta(hours=1)),  # absurd
        ("2026-11-22T09:00:00Z", "whenever", NOW - timedelta(hours=1)),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:05:00Z", NOW - timedelta(minutes=5)),  # a clock that was never set
        ("2026-11-22T12:00:00Z", None, NOW),  # from the future
    ],
)
def test_rules(original, sent, happened):
    assert times(original, sent, NOW).happened_at == happened


def test_numbers_are_seconds_or_milliseconds():
    assert times(NOW.timestamp(), None, NOW).happened_at == times(NOW.timestamp() * 1000, None, NOW).happened_at == NOW
