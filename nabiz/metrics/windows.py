"""The stretches of time that a question is answered for: calendar periods, or equal runs of days."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from nabiz.kernel.periods import GRAINS, Grain, midnight, periods_between

EPOCH = date(1970, 1, 1)
ONE_DAY = timedelta(days=1)
_RUN = re.compile(r"([1-9][0-9]{0,2})d")


@dataclass(frozen=True, order=True)
class Window:
    """Local days `first` to `last`, both of them in it; `start` and `end` are the instants [start, end)."""

    first: date
    last: date
    key: str
    zone: ZoneInfo

    @property
    def start(self) -> datetime:
        return midnight(self.first, self.zone)

    @property
    def until(self) -> date:
        """The local day after the last."""
        return self.last + ONE_DAY

    @property
    def end(self) -> datetime:
        return midnight(self.until, self.zone)


def is_grain(text: str) -> bool:
    """Whether windows can be cut by it: day, week, month, quarter, year, or so many days as in 30d."""
    return text in GRAINS or _RUN.fullmatch(text) is not None


def windows_between(since: date, until: date, grain: str | None, zone: ZoneInfo) -> list[Window]:
    """The windows of local days [since, until), in order; one for all where there is no grain.

    Calendar periods are whole: the first and last reach beyond the days asked for. Runs of days end with the last day
    asked for, and the first reaches back as far as it needs.
    """
    if grain is None:
        return [_named(since, until - ONE_DAY, zone)]
    if run := _RUN.fullmatch(grain):
        return _runs(since, until, int(run[1]), zone)
    calendar: Grain = next(each for each in GRAINS if each == grain)
    return [Window(p.first, p.last, p.key, zone) for p in periods_between(since, until, calendar, zone)]


def day_number(day: date) -> int:
    return (day - EPOCH).days


def offsets(zone: ZoneInfo, start: datetime, end: datetime) -> list[tuple[datetime, int]]:
    """How far local time is ahead of UTC: (first instant at which it no longer holds, seconds), in order."""
    steps, moment = [], start.astimezone(UTC)
    last = end.astimezone(UTC)
    while moment < last:
        later = min(moment + ONE_DAY, last)
        if _offset(zone, moment) != _offset(zone, later):
            steps.append((_change_between(zone, moment, later), _offset(zone, moment)))
        moment = later
    return [*steps, (last, _offset(zone, last - timedelta(microseconds=1)))]


def _change_between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    old = _offset(zone, before)
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, before + timedelta(seconds=middle)) == old else (low, middle)
    return before + timedelta(seconds=high)


def _offset(zone: ZoneInfo, moment: datetime) -> int:
    offset = moment.astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _runs(since: date, until: date, days: int, zone: ZoneInfo) -> list[Window]:
    windows, end = [], until
    while end > since:
        windows.append(_named(end - timedelta(days=days), end - ONE_DAY, zone))
        end -= timedelta(days=days)
    return windows[::-1]


def _named(first: date, last: date, zone: ZoneInfo) -> Window:
    return Window(first, last, f"{first.isoformat()}/{last.isoformat()}", zone)
