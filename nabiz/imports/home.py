"""Where the company is: the zone in which days of a file without one begin."""

from zoneinfo import ZoneInfo

from nabiz.team.queries import company


def home_zone() -> ZoneInfo:
    its_company = company()
    return ZoneInfo(its_company.time_zone if its_company else "UTC")
