"""Calendar periods, half-open [start, end), in the company's time zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Grain = Literal["day", "week", "month", "quarter", "year"]
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")


@dataclass(frozen=True, order=True)
class Period:
    """One calendar period; `first` is its first local day, `start` and `end` are instants."""

    first: date
    last: date
    grain: Grain
    zone: ZoneInfo

    @property
    def start(self) -> datetime:
        return midnight(self.first, self.zone)

    @property
    def end(self) -> datetime:
        return midnight(self.last + timedelta(days=1), self.zone)

    @property
    def key(self) -> str:
        """Sortable and readable: 2026-03-01, 2026-W09, 2026-03, 2026-Q1, 2026."""
        match self.grain:
            case "day":
                return self.first.isoformat()
            case "week":
                year, week, _ = self.first.isocalendar()
                return f"{year}-W{week:02}"
            case "month":
                return f"{self.first:%Y-%m}"
            case "quarter":
                return f"{self.first.year}-Q{(self.first.month + 2) // 3}"
            case "year":
                return str(self.first.year)

    def previous(self) -> "Period":
        return period_of(self.first - timedelta(days=1), self.grain, self.zone)

    def next(self) -> "Period":
        return period_of(self.last + timedelta(days=1), self.grain, self.zone)


def period_of(day: date, grain: Grain, zone: ZoneInfo) -> Period:
    """The period that a local day lies in. Weeks begin on Monday."""
    first = first_day(day, grain)
    return Period(first, _first_of_next(first, grain) - timedelta(days=1), grain, zone)


def first_day(day: date, grain: Grain) -> date:
    match grain:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "year":
            return day.replace(month=1, day=1)


def periods_between(since: date, until: date, grain: Grain, zone: ZoneInfo) -> Iterator[Period]:
    """Every period that touches the local days [since, until)."""
    period = period_of(since, grain, zone)
    while period.first < until:
        yield period
        period = period.next()


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a local day begins; where a clock change skips midnight, the first instant after it."""
    return datetime.combine(day, time(), zone)


def _first_of_next(first: date, grain: Grain) -> date:
    match grain:
        case "day":
            return first + timedelta(days=1)
        case "week":
            return first + timedelta(days=7)
        case "month":
            return _add_months(first, 1)
        case "quarter":
            return _add_months(first, 3)
        case "year":
            return _add_months(first, 12)


def _add_months(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
