"""Read a question as people write it: on the command line, in an address, in a notebook."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from nabiz.kernel.periods import GRAINS, Grain, Period, period_of
from nabiz.metrics.definitions import Metric, declared_metrics, metric_named
from nabiz.metrics.questions import Filters, Membership, Question
from nabiz.metrics.sources import is_of_events
from nabiz.metrics.windows import ONE_DAY, is_grain

AT_MOST_WINDOWS = 1000
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)
WITHOUT_GRAIN = timedelta(days=90)
SO_MANY_BACK: dict[str, int] = {"day": 30, "week": 13, "month": 13, "quarter": 9, "year": 5}
_FORMS: list[tuple[str, Grain]] = [
    (r"(\d{4})-(\d{2})-(\d{2})", "day"),
    (r"(\d{4})-W(\d{2})", "week"),
    (r"(\d{4})-(\d{2})", "month"),
    (r"(\d{4})-Q([1-4])", "quarter"),
    (r"(\d{4})", "year"),
]


class Home(Protocol):
    """The company, as far as a question needs it."""

    time_zone: str
    currency: str


class BadQuestion(ValueError):
    """A question that cannot be answered, with a sentence for whoever asked it."""


def parse_question(
    name: str,
    home: Home,
    *,
    by: Iterable[str] = (),
    since: str | date | None = None,
    until: str | date | None = None,
    where: Mapping[str, str | Sequence[str]] | None = None,
    confidence: float | str = 0.95,
    membership: str = "now",
) -> Question:
    """A whole question from its parts. BadQuestion with a sentence where one of them makes no sense.

    `by` holds groups and at most one length of time; a part may hold several, separated by commas. `since` and `until`
    are days, 2026-W03, 2026-03, 2026-Q1 or 2026, and both count: until 2026-03 reaches through March.
    """
    metric = known_metric(name)
    zone = ZoneInfo(home.time_zone)
    grain, groups = _groups(metric, by)
    last = _last_day(until) if until else timezone.localdate(timezone=zone)
    first = _first_day(since) if since else _default_first(last, grain, zone)
    filters = _filters(metric, groups, where or {})
    question = Question(
        metric=name,
        since=first,
        until=last + ONE_DAY,
        by=groups,
        grain=grain,
        filters=filters,
        confidence=_confidence(confidence),
        zone=zone.key,
        currency=home.currency,
        membership=_membership(metric, membership),
    )
    return _sensible(question)


def parse_range(home: Home, since: str | None, until: str | None, *, back: timedelta) -> tuple[date, date]:
    """Local days [since, until), the last `back` of them where nothing is said. BadQuestion as above."""
    last = _last_day(until) if until else timezone.localdate(timezone=ZoneInfo(home.time_zone))
    first = _first_day(since) if since else last - back + ONE_DAY
    if first > last:
        raise BadQuestion(
            _("The range ends before it begins: %(since)s to %(until)s.") % {"since": first, "until": last}
        )
    return first, last + ONE_DAY


def known_metric(name: str) -> Metric:
    if metric := metric_named(name):
        return metric
    names = [each.name for each in declared_metrics()]
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    if near:
        sentence = _("There is no metric “%(name)s”. Did you mean “%(near)s”?")
        raise BadQuestion(sentence % {"name": name, "near": near[0]})
    raise BadQuestion(
        _("There is no metric “%(name)s”. There are: %(names)s.") % {"name": name, "names": ", ".join(names)}
    )


def _groups(metric: Metric, by: Iterable[str]) -> tuple[str | None, tuple[str, ...]]:
    parts = [part.strip() for each in by for part in each.split(",") if part.strip()]
    grains = [part for part in parts if is_grain(part)]
    groups = tuple(dict.fromkeys(part for part in parts if not is_grain(part)))
    if len(set(grains)) > 1:
        raise BadQuestion(
            _("Group by one length of time, not by %(grains)s together.") % {"grains": ", ".join(sorted(set(grains)))}
        )
    for group in groups:
        _check_group(metric, group)
    return (grains[0] if grains else None), groups


def _check_group(metric: Metric, group: str) -> None:
    if group not in metric.over.groups:
        raise BadQuestion(
            _("“%(metric)s” cannot be grouped or filtered by “%(group)s”. It can by: %(groups)s.")
            % {"metric": metric.name, "group": group, "groups": ", ".join([*GRAINS, *sorted(metric.over.groups)])}
        )


def _filters(metric: Metric, groups: Sequence[str], where: Mapping[str, str | Sequence[str]]) -> Filters:
    chosen = {}
    for name, value in where.items():
        _check_group(metric, name)
        values = [value] if isinstance(value, str) else list(value)
        parts = {_plain(part.strip()) for each in values for part in each.split(",")}
        chosen[name] = tuple(sorted(part.upper() if name == "currency" else part for part in parts))
    filters = tuple(sorted(chosen.items()))
    _check_currencies(metric, groups, filters)
    return filters


def _check_currencies(metric: Metric, groups: Sequence[str], filters: Filters) -> None:
    asked = dict(filters).get("currency", ())
    if metric.in_money and len(asked) > 1 and "currency" not in groups:
        raise BadQuestion(
            _("Money of several currencies cannot be added up. Ask for one of %(currencies)s, or group by currency.")
            % {"currencies": ", ".join(asked)}
        )


def _plain(value: str) -> str:
    if not value.isprintable():
        raise BadQuestion(_("A filter cannot hold control characters."))
    return value


def _confidence(given: float | str) -> float:
    try:
        confidence = float(given)
    except ValueError:
        confidence = 0.0
    if not 0.5 <= confidence <= 0.999:
        raise BadQuestion(_("The confidence lies between 0.5 and 0.999, not at “%(given)s”.") % {"given": given})
    return confidence


def _membership(metric: Metric, given: str) -> Membership:
    if given in ("now", ""):
        return "now"
    if given != "then":
        raise BadQuestion(_("The membership is “now” or “then”, not “%(given)s”.") % {"given": given})
    if not is_of_events(metric.over):
        raise BadQuestion(
            _("“%(metric)s” compares states, not events: segments are who is in them now.") % {"metric": metric.name}
        )
    return "then"


def _first_day(given: str | date) -> date:
    return _period(given).first


def _last_day(given: str | date) -> date:
    return _period(given).last


def _period(given: str | date) -> Period:
    text = given.isoformat()[:10] if isinstance(given, date) else given.strip()
    for form, grain in _FORMS:
        if match := re.fullmatch(form, text, re.ASCII):
            return _existing(text, grain, [int(part) for part in match.groups()])
    raise BadQuestion(
        _("“%(text)s” is no date. Write 2026-03-31, 2026-W13, 2026-03, 2026-Q1 or 2026.") % {"text": text}
    )


def _existing(text: str, grain: Grain, parts: list[int]) -> Period:
    try:
        first = _first_of(grain, parts)
    except ValueError:
        raise BadQuestion(_("The calendar has no “%(text)s”.") % {"text": text}) from None
    if not EARLIEST <= first < LATEST:
        raise BadQuestion(_("“%(text)s” is out of range: ask for 1990 to 2099.") % {"text": text})
    return period_of(first, grain, ZoneInfo("UTC"))


def _first_of(grain: Grain, parts: list[int]) -> date:
    match grain:
        case "week":
            return date.fromisocalendar(parts[0], parts[1], 1)
        case "quarter":
            return date(parts[0], 3 * parts[1] - 2, 1)
        case _:
            return date(*[*parts, 1, 1][:3])


def _default_first(last: date, grain: str | None, zone: ZoneInfo) -> date:
    if grain is None:
        return last - WITHOUT_GRAIN + ONE_DAY
    if not grain.isalpha():
        return last - int(grain[:-1]) * timedelta(days=12) + ONE_DAY
    period = period_of(last, next(each for each in GRAINS if each == grain), zone)
    for _step in range(SO_MANY_BACK[grain] - 1):
        period = period.previous()
    return period.first


def _sensible(question: Question) -> Question:
    if question.since >= question.until:
        raise BadQuestion(
            _("The range ends before it begins: %(since)s to %(until)s.")
            % {"since": question.since, "until": question.until - ONE_DAY}
        )
    if len(question.windows) > AT_MOST_WINDOWS:
        raise BadQuestion(
            _("That would be %(count)s rows of time, more than %(most)s. Ask for a shorter range or a longer step.")
            % {"count": len(question.windows), "most": AT_MOST_WINDOWS}
        )
    return question
