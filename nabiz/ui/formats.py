"""Figures, money, durations and dates as readers of the active language write them. Rounding follows the metric rules:
scores without decimals, shares with at most one, money with none or two, p-values never below "<0.001"."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton, format_timedelta
from babel.numbers import format_currency, format_decimal
from babel.numbers import format_percent as babel_percent
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

Unit = Literal["points", "percent", "hours", "minutes", "seconds", "money", "count", "score"]
Number = float | Decimal

NOTHING = "–"
_MINUS = "\u2212"
# Signs that a reader knows without the country in front; CLDR writes "TRY" for the lira in English.
_SIGNS = {"TRY": "₺"}


def format_value(value: Number | None, unit: str, *, currency: str = "TRY") -> str:
    """A figure with its unit. None and NaN become an en dash, never 0."""
    if value is None or value != value:
        return NOTHING
    if unit == "money":
        return format_money(value, currency)
    return _WRITERS[unit](value)


def format_interval(low: Number | None, high: Number | None, unit: str, *, currency: str = "TRY") -> str:
    """Both bounds between brackets: [37 … 45]. Empty when a bound is unknown."""
    if low is None or high is None:
        return ""
    return f"[{format_value(low, unit, currency=currency)} … {format_value(high, unit, currency=currency)}]"


def format_change(delta: Number, unit: str, *, currency: str = "TRY") -> str:
    """The size of a change without its sign. Shares change by percentage points."""
    size: Number = -delta if delta < 0 else delta
    if unit == "percent":
        return _("%(points)s pts") % {"points": format_number(100 * float(size), 1)}
    return format_value(size, unit, currency=currency)


def format_span(low: Number, high: Number, unit: str) -> str:
    """The bounds of a change, each with its sign: [−12 … +3]. Shares change by percentage points."""
    if unit == "percent":
        points = (format_signed(100 * float(each), 1) for each in (low, high))
        return _("%(points)s pts") % {"points": "[{} … {}]".format(*points)}
    return "[{} … {}]".format(*(format_signed(each) for each in (low, high)))


def format_signed(value: Number, decimals: int = 0) -> str:
    """With a plus where it is one; what rounds to nothing has no sign."""
    shown = format_number(value, decimals)
    return f"+{shown}" if value > 0 and shown != "0" else shown


def format_number(value: Number, decimals: int = 0) -> str:
    """At most this many decimals, with the separators of the language."""
    return _minus(format_decimal(_rounded(value, decimals), format="#,##0." + "#" * decimals, locale=_numbers()))


def format_percent(share: Number, decimals: int = 1) -> str:
    """A fraction 0..1 as the language writes percent, with at most so many decimals: %41, %41,3 or 41.3%."""
    return _percent(share, decimals, "#" * decimals)


def format_money(amount: Number, currency: str) -> str:
    """Two decimals for small sums that have cents, none from 1,000 on or for whole sums."""
    is_whole = not -1000 < amount < 1000 or amount == int(amount)
    pattern = "¤#,##0" if is_whole else "¤#,##0.00"
    text = format_currency(amount, currency, format=pattern, locale=_numbers(), currency_digits=False)
    return _minus(text.replace(currency + "\xa0", currency).replace(currency, _SIGNS.get(currency, currency + "\xa0")))


def format_duration(seconds: Number) -> str:
    """The two largest parts that matter: 45 s, 20 min, 3 h 20 min, 2 d 3 h."""
    sign, total = (_MINUS if seconds < 0 else ""), abs(float(seconds))
    if total < 59.5:
        return sign + _("%(n)s s") % {"n": format_number(total)}
    minutes = round(total / 60)
    if minutes < 60:
        return sign + _("%(n)s min") % {"n": minutes}
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return sign + _two(_("%(n)s h"), hours, _("%(n)s min"), minutes)
    days, hours = divmod(round(total / 3600), 24)
    return sign + _two(_("%(n)s d"), days, _("%(n)s h"), hours if days < 14 else 0)


def format_minutes(minutes: Number) -> str:
    """For short work, where a tenth of a minute matters: 6.5 min."""
    if not -60 < minutes < 60:
        return format_duration(float(minutes) * 60)
    return _("%(n)s min") % {"n": format_number(minutes, 1)}


def format_p(p: float | None) -> str:
    """p < 0.001 is written as such; small ones keep the decimals that decide."""
    if p is None:
        return NOTHING
    if p < 0.001:
        return "<" + format_number(0.001, 3)
    return format_number(p, 3 if p < 0.01 else 2)


def format_answers(n: int) -> str:
    """n in words."""
    return ngettext("%(n)s answer", "%(n)s answers", n) % {"n": format_number(n)}


def format_day(day: date) -> str:
    """22 Kas 2026 / 22 Nov 2026."""
    return format_date(_local(day) if isinstance(day, datetime) else day, "medium", locale=_dates())


def format_day_heading(day: date, today: date | None = None) -> str:
    """Today, Yesterday, or the whole date with its weekday."""
    distance = ((today or timezone.localdate()) - day).days
    if distance in (0, 1):
        return _("Yesterday") if distance else _("Today")
    return format_date(day, "full", locale=_dates())


def format_long_day(day: date) -> str:
    """With its weekday: Sunday, 22 November 2026 · 22 Kasım 2026 Pazar."""
    return format_date(day, "full", locale=_dates())


def format_clock(moment: datetime) -> str:
    return f"{_local(moment):%H:%M}"


def format_moment(moment: datetime) -> str:
    """22 Kas 2026 15:04, in the reader's zone."""
    return format_datetime(_local(moment), "d MMM y HH:mm", locale=_dates())


def format_month(day: date) -> str:
    """Kas 2026 / Nov 2026."""
    return format_skeleton("yMMM", day, locale=_dates())


def format_month_day(day: date) -> str:
    return format_skeleton("MMMd", day, locale=_dates())


def format_relative(moment: datetime, now: datetime | None = None) -> str:
    """3 hours ago, in 2 days."""
    delta = moment - (now or timezone.now())
    if abs(delta) < timedelta(seconds=45):
        return _("just now")
    return format_timedelta(delta, granularity="minute", add_direction=True, locale=_dates())


def _numbers() -> Locale:
    return _locale("tr" if _is_turkish() else "en")


def _dates() -> Locale:
    # British English: day before month and 24 hours, which no reader takes for another date.
    return _locale("tr" if _is_turkish() else "en_GB")


def _is_turkish() -> bool:
    return (get_language() or "").startswith("tr")


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(code)


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _rounded(value: Number, decimals: int) -> Decimal:
    # Through Decimal, and + 0 so that -0.3 does not become "-0".
    return round(Decimal(str(value)), decimals) + 0


def _percent(share: Number, decimals: int, digits: str) -> str:
    pattern = _numbers().percent_formats[None].pattern.replace("#,##0", "#,##0." + digits, 1)
    return _minus(babel_percent(_rounded(share, decimals + 2), format=pattern, locale=_numbers()))


def _minus(text: str) -> str:
    return text.replace("-", _MINUS)


def _two(large: str, n: int, small: str, rest: int) -> str:
    text = large % {"n": format_number(n)}
    return f"{text} {small % {'n': rest}}" if rest else text


_WRITERS: dict[str, Callable[[Number], str]] = {
    "points": format_number,
    "percent": lambda share: _percent(share, 1, "0"),
    "hours": lambda hours: format_duration(float(hours) * 3600),
    "minutes": format_minutes,
    "seconds": format_duration,
    "count": format_number,
    "score": lambda mean: format_decimal(_rounded(mean, 1), format="#,##0.0", locale=_numbers()),
}
