"""A question to the numbers, complete: which metric, over which days in which zone, grouped and filtered by what."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from nabiz.metrics.windows import Window, windows_between

GROUPS = (
    "segment", "channel", "stage", "touchpoint", "language", "country", "account", "plan", "feature", "currency",
    "queue", "agent", "measure", "score", "site", "stars",
)  # fmt: skip
Membership = Literal["now", "then"]
Filters = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Question:
    """`since` and `until` are local days [since, until); the windows may reach beyond them to be whole periods.

    `membership`: whether segments are who is in them now, or who was when the event happened. Time window, zone and
    currency are fixed here, once, so that equal questions have equal answers.
    """

    metric: str
    since: date
    until: date
    by: tuple[str, ...] = ()
    grain: str | None = None
    filters: Filters = ()
    confidence: float = 0.95
    zone: str = "Europe/Istanbul"
    currency: str = "TRY"
    membership: Membership = "now"

    @cached_property
    def windows(self) -> list[Window]:
        return windows_between(self.since, self.until, self.grain, ZoneInfo(self.zone))

    @property
    def start(self) -> datetime:
        return self.windows[0].start

    @property
    def end(self) -> datetime:
        return self.windows[-1].end

    @property
    def is_calendar(self) -> bool:
        """Cut into calendar periods, of which the last may still be running."""
        return self.grain is not None and self.grain.isalpha()

    @property
    def window_name(self) -> str:
        """How the time column is called: month, week … and `window` for runs of days."""
        return self.grain if self.grain is not None and self.is_calendar else "window"

    @property
    def counted_currency(self) -> str:
        """The one currency whose money is counted; where answers are grouped by it, that of the company."""
        chosen = self.filter("currency")
        return chosen[0] if len(chosen) == 1 else self.currency

    def filter(self, name: str) -> tuple[str, ...]:
        return dict(self.filters).get(name, ())
