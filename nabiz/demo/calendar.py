"""The days of the story: feasts, seasons, opening hours. Times are whole seconds since 1970 in UTC."""

import math
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate, pairwise
from random import Random

from nabiz.demo.truths import BAD_WEEK, SEASON

MINUTE, HOUR, DAY = 60, 3600, 86_400
ISTANBUL = 3 * HOUR  # Türkiye has kept one clock since 2016
EPOCH = date(1970, 1, 1).toordinal()
# First days as announced by Diyanet; a story outside these years goes without the two feasts.
RAMAZAN = tuple(map(date.fromisoformat, (
    "2020-05-24", "2021-05-13", "2022-05-02", "2023-04-21", "2024-04-10", "2025-03-30",
    "2026-03-20", "2027-03-09", "2028-02-26", "2029-02-14", "2030-02-04",
)))  # fmt: skip
KURBAN = tuple(map(date.fromisoformat, (
    "2020-07-31", "2021-07-20", "2022-07-09", "2023-06-28", "2024-06-16", "2025-06-06",
    "2026-05-27", "2027-05-16", "2028-05-05", "2029-04-24", "2030-04-13",
)))  # fmt: skip
FIXED = frozenset({(1, 1), (4, 23), (5, 1), (5, 19), (7, 15), (8, 30), (10, 29)})
RHYTHMS = ("order", "home", "night", "school")


def day_of(at: int) -> int:
    """The local day that an instant lies in, counted from 1970."""
    return (at + ISTANBUL) // DAY


def start_of(day: int) -> int:
    return day * DAY - ISTANBUL


def date_of(at: int) -> date:
    return date.fromordinal(EPOCH + day_of(at))


def month_after(at: int) -> int:
    """The same time of day on the same day of the next month; bills come on days that every month has."""
    today = date_of(at)
    year, month = divmod(today.year * 12 + today.month, 12)
    return at + (date(year, month + 1, min(today.day, 28)) - today).days * DAY


@dataclass(frozen=True)
class Month:
    """A calendar month, cut to the story; days and instants are half-open."""

    first: int
    last: int

    @property
    def start(self) -> int:
        return start_of(self.first)

    @property
    def end(self) -> int:
        return start_of(self.last)


class Calendar:
    """What kind of day each day is."""

    def __init__(self, start: int, end: int) -> None:
        self.start, self.end = start, end
        self.first, self.last = day_of(start), day_of(end) + 1
        self.strike = self.last - 1 - BAD_WEEK.starts_days_before_end
        self.days = [date.fromordinal(EPOCH + day) for day in range(self.first, self.last)]
        self._weights = {rhythm: [self._weight(rhythm, day) for day in self.days] for rhythm in RHYTHMS}
        self._cumulated = {rhythm: list(accumulate(weights)) for rhythm, weights in self._weights.items()}

    def months(self) -> list[Month]:
        firsts = [self.first + n for n, day in enumerate(self.days) if day.day == 1 and n]
        edges = [self.first, *firsts, self.last]
        return [Month(first, last) for first, last in pairwise(edges)]

    def pick(self, rhythm: str, since: int, until: int, rng: Random) -> int:
        """A day in [since, until), the livelier the likelier."""
        sums = self._cumulated[rhythm]
        low = sums[since - self.first - 1] if since > self.first else 0.0
        at = bisect_right(sums, low + rng.random() * (sums[until - self.first - 1] - low))
        return min(self.first + at, until - 1)

    def heat(self, rhythm: str, since: int, until: int) -> float:
        """How lively these days are, beside the average day."""
        sums = self._cumulated[rhythm]
        low = sums[since - self.first - 1] if since > self.first else 0.0
        return (sums[until - self.first - 1] - low) / (until - since) / (sums[-1] / len(sums))

    def is_struck(self, day: int) -> bool:
        return self.strike <= day < self.strike + BAD_WEEK.days

    def gloom(self, at: int) -> float:
        """What the bad week does to every answer: all of it while it lasts, fading afterwards."""
        since, until = start_of(self.strike), start_of(self.strike + BAD_WEEK.days)
        if at < since:
            return 0.0
        return BAD_WEEK.mood * math.exp2(-max(at - until, 0) / DAY / BAD_WEEK.fades_days)

    def business_after(self, at: int, seconds: float) -> int:
        """The instant at which so many opening seconds have passed since `at`."""
        day = min(max(day_of(at) - self.first, 0), len(self._opening) - 1)
        opens, closes = self._opening[day]
        begin = start_of(self.first + day)
        already = min(max(at - begin - opens, 0), closes - opens)
        wanted = (self._opened[day - 1] if day else 0) + already + seconds
        found = min(bisect_right(self._opened, wanted), len(self._opened) - 1)
        left = wanted - (self._opened[found - 1] if found else 0)
        return int(start_of(self.first + found) + self._opening[found][0] + left)

    @cached_property
    def _opening(self) -> list[tuple[int, int]]:
        """Opening seconds of each day, and of sixty more, so that work taken in at the end has somewhere to go."""
        days = [date.fromordinal(EPOCH + day) for day in range(self.first, self.last + 60)]
        return [_hours(day) for day in days]

    @cached_property
    def _opened(self) -> list[int]:
        return list(accumulate(closes - opens for opens, closes in self._opening))

    def _weight(self, rhythm: str, day: date) -> float:
        if rhythm == "order":
            return _buying(day) * (BAD_WEEK.rush if self._is_campaign(day) else 1.0)
        return {"home": _at_home, "night": _at_night, "school": _at_school}[rhythm](day)

    def _is_campaign(self, day: date) -> bool:
        number = day.toordinal() - EPOCH
        return self.strike - BAD_WEEK.rush_days_before <= number < self.strike + BAD_WEEK.days // 2


def _hours(day: date) -> tuple[int, int]:
    if (day.month, day.day) in FIXED or _is_feast(day) or day.weekday() == 6:
        return 0, 0
    return (11 * HOUR, 18 * HOUR) if day.weekday() == 5 else (9 * HOUR, 21 * HOUR)


def _is_feast(day: date) -> bool:
    return _within(day, RAMAZAN, 0, 3) or _within(day, KURBAN, 0, 4)


def _within(day: date, feasts: tuple[date, ...], low: int, high: int) -> bool:
    return any(low <= (day - feast).days < high for feast in feasts)


def _is_wedding_season(day: date) -> bool:
    return (6, 1) <= (day.month, day.day) < (9, 16)


def _buying(day: date) -> float:
    weight = 1.15 if day.weekday() >= 5 else 1.0
    if day.month == 12 and day.day >= 10:
        weight *= SEASON.new_year
    if _within(day, RAMAZAN, -10, 0) or _within(day, KURBAN, -10, 0):
        weight *= SEASON.before_bayram
    if _is_feast(day):
        weight *= 0.6
    return weight * (SEASON.wedding if _is_wedding_season(day) else 1.0)


def _at_home(day: date) -> float:
    weight = (0.7, 0.7, 0.8, 0.9, 1.7, 2.0, 1.3)[day.weekday()]
    if (day.month, day.day) == (12, 31):
        return weight * SEASON.new_year_singing
    return weight * (SEASON.bayram_singing if _is_feast(day) else 1.0)


def _at_night(day: date) -> float:
    weight = (0.3, 0.5, 0.9, 1.2, 2.0, 2.2, 0.7)[day.weekday()]
    if _within(day, RAMAZAN, -29, 0):
        return weight * SEASON.ramazan_nights
    return weight * (SEASON.wedding if _is_wedding_season(day) else 1.0)


def _at_school(day: date) -> float:
    if day.month in (7, 8) or _is_feast(day):
        return 0.15
    return (1.2, 1.2, 1.3, 1.2, 1.3, 0.4, 0.3)[day.weekday()]
