"""Languages, time zones and currencies as a reader finds them in a list."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.dates import get_timezone_location
from babel.numbers import get_currency_name
from django.utils.translation import get_language

from nabiz.language.folding import search_key

LANGUAGES = [("tr", "Türkçe"), ("en", "English")]
FIRST_ZONE = "Europe/Istanbul"
AREAS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
CURRENCIES: tuple[str, ...] = (
    "TRY",
    "EUR",
    "USD",
    "GBP",
    "AED",
    "AUD",
    "AZN",
    "BGN",
    "BRL",
    "CAD",
    "CHF",
    "CNY",
    "CZK",
    "DKK",
    "GEL",
)
CURRENCIES += ("HUF", "IDR", "ILS", "INR", "JPY", "KRW", "KWD", "KZT", "MXN", "NOK", "NZD", "PLN", "QAR", "RON", "RSD")
CURRENCIES += ("SAR", "SEK", "SGD", "THB", "UAH", "UZS", "ZAR")


def zones() -> list[tuple[str, str]]:
    """(Europe/Istanbul, Türkiye (İstanbul), UTC+03:00) in the reader's language; Istanbul first, then by name."""
    return _zones(_locale())


def currencies() -> list[tuple[str, str]]:
    """(TRY, TRY · Turkish Lira) in the reader's language."""
    return _currencies(_locale())


def is_zone(name: str) -> bool:
    return name in available_timezones()


@lru_cache(maxsize=4)
def _zones(locale: Locale) -> list[tuple[str, str]]:
    named = [(name, _zone_label(name, locale)) for name in available_timezones() if name.startswith(AREAS)]
    return [*_with_first(FIRST_ZONE, named), ("UTC", "UTC")]


@lru_cache(maxsize=4)
def _currencies(locale: Locale) -> list[tuple[str, str]]:
    return [(code, f"{code} · {get_currency_name(code, locale=locale)}") for code in CURRENCIES]


def _zone_label(name: str, locale: Locale) -> str:
    offset = datetime(2026, 1, 1, tzinfo=ZoneInfo(name)).strftime("%z")
    place = get_timezone_location(name, locale=locale, return_city=name.count("/") > 2)
    return f"{place}, UTC{offset[:3]}:{offset[3:]}"


def _with_first(first: str, named: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(named, key=lambda pair: (pair[0] != first, search_key(pair[1]), pair[0]))


def _locale() -> Locale:
    return Locale.parse("tr" if (get_language() or "").startswith("tr") else "en")
