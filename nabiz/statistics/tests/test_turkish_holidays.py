from datetime import date, time

import pytest
from holidays import country_holidays

from nabiz.statistics.turkish_holidays import Feasts, Holiday, first_days, holidays_of, official_feasts


def full_days(found):
    return [day for day, holiday in found.items() if not holiday.is_half]


@pytest.mark.parametrize("year", [1982, 2006, 2008, 2016, 2017, 2018, 2022, 2023, 2026, 2029, 2030, 2032, 2039])
def test_the_days_are_those_of_the_library(year):
    found = holidays_of(year)

    public, half = (country_holidays("TR", years=year, categories=(name,)) for name in ("public", "half_day"))
    assert full_days(found) == sorted(public)
    assert [day for day in found if found[day].is_half] == sorted(half.keys() - public.keys())


def test_the_table_agrees_with_the_library_wherever_both_know():
    nothing = Feasts((), (), "nobody")

    for feast in ("ramazan", "kurban"):
        for day in getattr(official_feasts(), feast):
            assert first_days(feast, day.year) == [day] == first_days(feast, day.year, nothing)


def test_an_eve_that_falls_on_a_holiday_is_off_from_the_morning():
    eve = holidays_of(2029)[date(2029, 4, 23)]

    assert eve.kinds == ("sovereignty", "kurban")
    assert not eve.is_half


def test_half_days_close_at_one():
    assert holidays_of(2026)[date(2026, 3, 19)].closed_from == time(13)
    assert holidays_of(2026, half_day_from=time(12))[date(2026, 10, 28)].closed_from == time(12)


def test_a_feast_in_december_goes_on_in_january():
    assert holidays_of(2006)[date(2006, 12, 31)].kinds == ("kurban",)
    assert holidays_of(2007)[date(2007, 1, 3)].kinds == ("kurban",)
    assert first_days("kurban", 2007) == [date(2007, 12, 20)]


def test_bridge_days_can_be_added():
    bridge = [
        Holiday(date(2026, 5, 25), ("leave",)),
        Holiday(date(2026, 3, 19), ("leave",)),
        Holiday(date(2027, 1, 4), ("leave",)),
    ]

    found = holidays_of(2026, extra=bridge)

    assert found[date(2026, 5, 25)].kinds == ("leave",)
    assert not found[date(2026, 3, 19)].is_half
    assert date(2027, 1, 4) not in found
    assert list(found) == sorted(found)


def test_a_table_of_ones_own_replaces_the_dates():
    moved = Feasts((date(2026, 3, 21),), (date(2026, 5, 27),), "a newspaper")

    assert date(2026, 3, 23) in holidays_of(2026, feasts=moved)
    assert holidays_of(2026, feasts=moved)[date(2026, 3, 20)].is_half
    assert full_days(holidays_of(2027, feasts=moved)) == full_days(holidays_of(2027))


def test_dates_that_nobody_has_announced_are_marked():
    assert any(holiday.estimated for holiday in holidays_of(2045).values())
    assert not any(holiday.estimated for holiday in holidays_of(2026).values())


def test_years_before_the_law_are_refused():
    with pytest.raises(ValueError):
        holidays_of(1980)
