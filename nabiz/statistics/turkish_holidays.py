"""Public holidays in Turkey (Law 2429 of 1981), the half days before feasts, and days off that the government adds.

The two feasts move about eleven days a year, with the moon as Diyanet reckons it: other Hijri calendars and newspapers
are often a day off. The dates are in `turkish_feasts.toml`, with their source.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from importlib import resources
from typing import Literal

Feast = Literal["ramazan", "kurban"]
Kind = Literal["new_year", "sovereignty", "labour", "youth", "democracy", "victory", "republic", "leave"] | Feast

MIDNIGHT, ONE_O_CLOCK = time(0), time(13)
DAY = timedelta(days=1)
OLDEST = 1981  # the law in force
# Name, month, day, and the first year in which offices closed.
FIXED: tuple[tuple[Kind, int, int, int], ...] = (
    ("new_year", 1, 1, OLDEST),
    ("sovereignty", 4, 23, OLDEST),
    ("labour", 5, 1, 2009),
    ("youth", 5, 19, OLDEST),
    ("democracy", 7, 15, 2017),
    ("victory", 8, 30, OLDEST),
    ("republic", 10, 29, OLDEST),
)
LENGTH: dict[Feast, int] = {"ramazan": 3, "kurban": 4}
NAMED: dict[Feast, str] = {"ramazan": "Ramazan Bayramı", "kurban": "Kurban Bayramı"}


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off, or its eve: offices are closed from `closed_from`, in local time, until midnight.

    `kinds` says why; two holidays may fall on one day. `estimated` is a feast whose date is not announced yet.
    """

    day: date
    kinds: tuple[Kind, ...]
    closed_from: time = MIDNIGHT
    estimated: bool = False

    @property
    def is_half(self) -> bool:
        return self.closed_from > MIDNIGHT


@dataclass(frozen=True, slots=True)
class Feasts:
    """The first days of the two feasts, in any order, and where they come from."""

    ramazan: tuple[date, ...]
    kurban: tuple[date, ...]
    source: str


def holidays_of(
    year: int,
    *,
    half_day_from: time = ONE_O_CLOCK,
    feasts: Feasts | None = None,
    extra: Iterable[Holiday] = (),
) -> dict[date, Holiday]:
    """Every holiday and half holiday of a year by its date, in order. A day that is both is off from the morning.

    `extra` are days of your own, such as bridge days that the government gives its offices (idari izin): those of other
    years are left out. `feasts` replaces the table that comes with the package. Years of which the table in use knows
    no feast are those of the library `holidays`. ValueError before 1981.
    """
    if year < OLDEST:
        raise ValueError(f"Law 2429 is in force since {OLDEST}")
    found: dict[date, Holiday] = {}
    several = (_fixed(year, half_day_from), _moving(year, half_day_from, feasts or official_feasts()), extra)
    for holiday in (holiday for some in several for holiday in some if holiday.day.year == year):
        found[holiday.day] = _both(found[holiday.day], holiday) if holiday.day in found else holiday
    return dict(sorted(found.items()))


@cache
def official_feasts() -> Feasts:
    """The table that comes with the package."""
    table = tomllib.loads(resources.files(__package__).joinpath("turkish_feasts.toml").read_text(encoding="utf-8"))
    return Feasts(tuple(table["ramazan"]), tuple(table["kurban"]), table["source"])


def first_days(feast: Feast, year: int, feasts: Feasts | None = None) -> list[date]:
    """When a feast begins in a year: one day, or two where the moon's year fits in twice."""
    listed = [day for day in getattr(feasts or official_feasts(), feast) if day.year == year]
    return sorted(listed) or [day for day, _ in _by_the_library(feast, year)]


def _fixed(year: int, half_day_from: time) -> Iterator[Holiday]:
    for kind, month, day, since in FIXED:
        if year >= since:
            yield Holiday(date(year, month, day), (kind,))
    yield Holiday(date(year, 10, 28), ("republic",), half_day_from)


def _moving(year: int, half_day_from: time, feasts: Feasts) -> Iterator[Holiday]:
    """A feast may reach over the turn of the year, as may its eve."""
    for feast, length in LENGTH.items():
        for around in (year - 1, year, year + 1):
            known = any(day.year == around for day in getattr(feasts, feast))
            guesses = {} if known else dict(_by_the_library(feast, around))
            for first in first_days(feast, around, feasts):
                estimated = guesses.get(first, False)
                yield Holiday(first - DAY, (feast,), half_day_from, estimated)
                yield from (Holiday(first + i * DAY, (feast,), MIDNIGHT, estimated) for i in range(length))


@cache
def _by_the_library(feast: Feast, year: int) -> list[tuple[date, bool]]:
    """First days in a year, and whether they are estimates, as far as `holidays` reckons."""
    from holidays import country_holidays

    # The year before, too: of a feast that began in December, January has no first day.
    days = country_holidays("TR", years=(year - 1, year), categories=("public",), language="tr")
    named = {day: name for day, name in days.items() if NAMED[feast] in name}
    firsts = sorted(day for day in named if day.year == year and day - DAY not in named)
    return [(day, f"{NAMED[feast]} (tahmini)" in named[day]) for day in firsts]


def _both(one: Holiday, other: Holiday) -> Holiday:
    kinds = tuple(dict.fromkeys(one.kinds + other.kinds))
    return Holiday(one.day, kinds, min(one.closed_from, other.closed_from), one.estimated or other.estimated)
