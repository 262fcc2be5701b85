from datetime import date, time

from nabiz.statistics.turkish_holidays import ONE_O_CLOCK, Holiday, holidays_of


def tr(params, given):
    half_day_from = time.fromisoformat(params["half_day_from"]) if "half_day_from" in params else ONE_O_CLOCK
    extra = [Holiday(date.fromisoformat(day), ("leave",)) for day in given.get("extra", [])]
    found = holidays_of(int(given["year"]), half_day_from=half_day_from, extra=extra).values()
    return {
        "full_days": [holiday.day.isoformat() for holiday in found if not holiday.is_half],
        "half_days": [holiday.day.isoformat() for holiday in found if holiday.is_half],
    }
