"""When something happened, told by clocks that may be wrong: four times, one of them the answer."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD_AT_MOST = timedelta(days=1)
WORTH_A_NOTE = timedelta(minutes=1)
ABSURD = timedelta(days=365 * 50)  # nothing waits that long to be sent
SECONDS_UNTIL = 10**11  # a smaller number is seconds, not milliseconds


@dataclass(slots=True)
class Times:
    """`happened_at` is what the timeline goes by; `note` is a reason to tell people about it, or empty."""

    happened_at: datetime
    received_at: datetime
    original_at: datetime | None
    sent_at: datetime | None
    note: str = ""


class BadTime(ValueError):
    """Its text is the key of the reason."""


def times(original: Any, sent: Any, received_at: datetime) -> Times:
    """Correct a client's clock by what it showed when it sent: received - (sent - original).

    `original` may be missing: then it happened when it was received. Without a usable `sent`, and where it was sent
    before it happened or absurdly later, there is nothing to correct by. Raises BadTime for what is no time or out of
    range.
    """
    original_at = _instant(original)
    sent_at = _sent(sent) if isinstance(sent, str) else None
    if original_at is None:
        return Times(received_at, received_at, None, sent_at)
    happened_at, note = original_at, ""
    if sent_at is not None and timedelta(0) <= sent_at - original_at <= ABSURD:
        happened_at = received_at - (sent_at - original_at)
        note = "clock_corrected" if abs(received_at - sent_at) >= WORTH_A_NOTE else ""
    if not EARLIEST <= happened_at <= received_at + AHEAD_AT_MOST:
        raise BadTime("time_out_of_range")
    if happened_at > received_at:
        happened_at, note = received_at, "from_the_future"
    return Times(happened_at, received_at, original_at, sent_at, note)


def _instant(value: Any) -> datetime | None:
    """ISO 8601 text, seconds or milliseconds. One without an offset is UTC, as the specification has it."""
    if value is None or value == "":
        return None
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            moment = datetime.fromtimestamp(value if abs(value) < SECONDS_UNTIL else value / 1000, UTC)
        else:
            raise BadTime("not_a_time")
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:
        raise BadTime("time_out_of_range") from None
    except (ValueError, OSError):
        raise BadTime("not_a_time") from None


@lru_cache(maxsize=64)  # a whole batch was sent at once
def _sent(value: str) -> datetime | None:
    try:
        return _instant(value)
    except BadTime:
        return None
