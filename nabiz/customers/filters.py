"""Which customers are meant: one filter, written like the address of the customer list.

The same text stands behind the list, saved views, segments and the export: `q=kaya&language=tr&trait.persona=venue`.
What customers did and the figures about them stand in three groups, `all`, `any` and `none`: see `segmenting`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import EmptyResultSet
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from django.utils.translation import gettext as _

from nabiz.customers.models import Customer, Identity, Segment
from nabiz.customers.search import found_by
from nabiz.customers.segmenting.conditions import InSegment, Unreadable, parse_condition
from nabiz.customers.segmenting.figures import at_home
from nabiz.customers.segmenting.sql import Sql, people_of
from nabiz.kernel.periods import midnight
from nabiz.team.queries import home_zone

TRAIT = "trait."
LONGEST_QUERY = 200
MOST_VALUES = 50
DEEPEST = 4  # segments within segments
NOBODY = "none"
GROUPS = ("all", "any", "none")
MOST_CONDITIONS = 20
HAVING: dict[str, Q] = {
    "name": ~Q(name=""),
    "account": Q(account__isnull=False),
    "owner": Q(owner__isnull=False),
    "email": Q(Exists(Identity.objects.filter(customer=OuterRef("pk"), kind=Identity.Kind.EMAIL))),
    "phone": Q(Exists(Identity.objects.filter(customer=OuterRef("pk"), kind=Identity.Kind.PHONE))),
}


@dataclass(frozen=True)
class CustomerFilter:
    """Values of one key mean any of them; keys narrow each other down. A filter with `problems` matches nobody."""

    q: str = ""
    language: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    account: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    segment: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    traits: tuple[tuple[str, tuple[str, ...]], ...] = ()
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self == CustomerFilter()

    def pairs(self) -> list[tuple[str, str]]:
        """Key and value, one pair for each chip, in the order of the address."""
        single = {"q": self.q, "since": self.since, "until": self.until}
        several = {key: getattr(self, key) for key in _SEVERAL} | {TRAIT + name: values for name, values in self.traits}
        several |= {key: getattr(self, key) for key in GROUPS}
        pairs = [(key, str(value)) for key, value in single.items() if value]
        return pairs + [(key, value) for key, values in several.items() for value in values]

    def __str__(self) -> str:
        return urlencode(self.pairs())

    @property
    def has_conditions(self) -> bool:
        """Whether it asks for more than the fields and traits that the list filters by: answered from the timeline."""
        return bool(self.all or self.any or self.none)

    def condition(self, depth: int = 0, now: datetime | None = None) -> Q:
        """For a query over customers. Days are days of the company's zone; `now` is the instant that they look from."""
        if self.problems or depth > DEEPEST:
            return Q(pk__in=[])
        parts = [found_by(self.q), _any(Q(language=each) for each in self.language), _days(self.since, self.until)]
        parts += [_any(Q(country=each) for each in self.country), _any(Q(account=int(each)) for each in self.account)]
        parts += [_any(Q(owner=None if each == NOBODY else int(each)) for each in self.owner)]
        parts += [_any(_has_trait(name, value) for value in values) for name, values in self.traits]
        parts += [HAVING[each] for each in self.has] + [~HAVING[each] for each in self.lacks]
        parts += [_in_segments(self.segment, depth, now)]
        parts += [_among(self._people(depth, now))] if self.has_conditions else []
        whole = Q()
        for part in parts:
            whole &= part
        return whole

    def _people(self, depth: int, now: datetime | None) -> Sql:
        every, some, none = ([parse_condition(text) for text in getattr(self, key)] for key in GROUPS)
        return people_of(every, some, none, at_home(now), lambda slug: _segment_sql(slug, depth, now))


def parse_filter(text: str | QueryDict) -> CustomerFilter:
    """Read a filter from an address. Unknown keys are ignored; a value that makes no sense becomes a problem."""
    query = QueryDict(text) if isinstance(text, str) else text
    problems: list[str] = []
    fields: dict[str, Any] = {"q": _clean(query.get("q", ""))[:LONGEST_QUERY]}
    for key, is_right in _SEVERAL.items():
        values = _values(query, key)
        problems += [_explain(key, value) for value in values if not is_right(value)]
        fields[key] = tuple(values)
    for key in ("since", "until"):
        fields[key] = _day(_clean(query.get(key, "")), problems)
    names = sorted(key for key in query if key.startswith(TRAIT) and len(key) > len(TRAIT))
    traits = [(_clean(key.removeprefix(TRAIT)), tuple(_values(query, key))) for key in names[:MOST_VALUES]]
    fields["traits"] = tuple((name, values) for name, values in traits if name and values)
    for key in GROUPS:
        fields[key], named = _conditions(query, key, problems)
        problems += _unknown_segments(named)
    problems += _unknown_segments(fields["segment"])
    return CustomerFilter(**fields, problems=tuple(problems))


def _is_code(value: str) -> bool:
    return re.fullmatch(r"[A-Za-z]{2}", value) is not None


def _is_number(value: str) -> bool:
    return re.fullmatch(r"[0-9]{1,18}", value) is not None


_SEVERAL: dict[str, Callable[[str], bool]] = {
    "language": _is_code,
    "country": _is_code,
    "account": _is_number,
    "owner": lambda value: value == NOBODY or _is_number(value),
    "segment": lambda value: True,
    "has": lambda value: value in HAVING,
    "lacks": lambda value: value in HAVING,
}


def _explain(key: str, value: str) -> str:
    sentences = {
        "language": _("“%(value)s” is not a language code; write two letters, such as tr."),
        "country": _("“%(value)s” is not a country code; write two letters, such as TR."),
        "account": _("“%(value)s” is not the number of an account."),
        "owner": _("“%(value)s” is not the number of a member."),
        "has": _("“%(value)s” is not something that a customer can have; choose one of: %(choices)s."),
        "lacks": _("“%(value)s” is not something that a customer can lack; choose one of: %(choices)s."),
    }
    return sentences[key] % {"value": value, "choices": ", ".join(HAVING)}


def _unknown_segments(slugs: tuple[str, ...]) -> list[str]:
    if not slugs:
        return []
    known = set(Segment.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    return [_("There is no segment “%(value)s”.") % {"value": slug} for slug in slugs if slug not in known]


def _clean(value: str) -> str:
    return value.replace("\x00", "").strip()


def _values(query: QueryDict, key: str) -> list[str]:
    """Distinct values that say something, codes in the case in which they are kept."""
    cased = {"language": str.lower, "country": str.upper}.get(key, str)
    cleaned = (cased(_clean(value)) for value in query.getlist(key)[:MOST_VALUES])
    return list(dict.fromkeys(value for value in cleaned if value))


def _day(value: str, problems: list[str]) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        problems.append(_("“%(value)s” is not a day; write it like 2026-11-22.") % {"value": value})
        return None


def _days(since: date | None, until: date | None) -> Q:
    if since is None and until is None:
        return Q()
    zone = home_zone()
    begins = Q(since__gte=midnight(since, zone)) if since else Q()
    # 9999-12-31 has no day after it, and everything is before it anyway.
    ends = Q(since__lt=midnight(until + timedelta(days=1), zone)) if until and until < date.max else Q()
    return begins & ends


def _has_trait(name: str, value: str) -> Q:
    """A trait that is this value, as text, number, truth or one of a list. A dot in the name goes one level down."""
    condition = Q()
    for typed in _typed(value):
        condition |= Q(traits__contains=_nested(name, typed)) | Q(traits__contains=_nested(name, [typed]))
        if "." in name:
            condition |= Q(traits__contains={name: typed})
    return condition


def _nested(name: str, value: Any) -> dict[str, Any]:
    for part in reversed(name.split(".")):
        value = {part: value}
    return dict(value)


def _typed(value: str) -> list[Any]:
    readings: list[Any] = [value]
    if re.fullmatch(r"-?[0-9]{1,15}", value):
        readings.append(int(value))
    elif re.fullmatch(r"-?[0-9]{1,15}\.[0-9]{1,15}", value):
        readings.append(float(value))
    elif value in ("true", "false"):
        readings.append(value == "true")
    return readings


def _conditions(query: QueryDict, key: str, problems: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The conditions of a group, each spelt in the one usual way, and the segments that they name."""
    found, named = [], []
    for value in _values(query, key)[:MOST_CONDITIONS]:
        try:
            condition = parse_condition(value)
        except Unreadable as problem:
            problems.append(str(problem))
            found.append(value)
            continue
        found.append(str(condition))
        named += [condition.slug] if isinstance(condition, InSegment) else []
    return tuple(dict.fromkeys(found)), tuple(named)


def _in_segments(slugs: tuple[str, ...], depth: int, now: datetime | None) -> Q:
    if not slugs:
        return Q()
    kept = [parse_filter(text) for text in Segment.objects.filter(slug__in=slugs).values_list("filter", flat=True)]
    if any(each.has_conditions for each in kept) and len(kept) > 1:
        sets = [_sql(each, depth + 1, now) for each in kept]
        union = " UNION ".join(f"({query})" for query, _ in sets)
        return _among((union, [each for _, parameters in sets for each in parameters]))
    conditions = [each.condition(depth + 1, now) for each in kept]
    return _any(conditions) if all(conditions) else Q()  # a segment without conditions is everybody


def _segment_sql(slug: str, depth: int, now: datetime | None) -> Sql:
    text = Segment.objects.filter(slug=slug).values_list("filter", flat=True).first()
    return _sql(parse_filter(text), depth + 1, now) if text is not None else _NOBODY_AT_ALL


def _sql(chosen: CustomerFilter, depth: int, now: datetime | None) -> Sql:
    people = Customer.objects.present().filter(chosen.condition(depth, now)).values("id")
    try:
        query, parameters = people.query.sql_with_params()
    except EmptyResultSet:  # a filter that matches nobody
        return _NOBODY_AT_ALL
    return query, list(parameters)


def _among(people: Sql) -> Q:
    return Q(pk__in=RawSQL(*people))  # noqa: S611  compiled by the ORM or by `segmenting`


_NOBODY_AT_ALL: Sql = ("SELECT id FROM customers_customer WHERE false", [])


def _any(conditions: Iterable[Q]) -> Q:
    whole = Q()
    for condition in conditions:
        whole |= condition
    return whole
