"""The builder's form: each condition as a row of fields, and rows as conditions again."""

import shlex
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from nabiz.customers.filters import GROUPS, CustomerFilter, parse_filter
from nabiz.customers.segmenting.conditions import (
    BARE,
    Compare,
    Condition,
    Happened,
    InSegment,
    Unreadable,
    parse_condition,
)
from nabiz.customers.segmenting.kinds import facts_of_kind

MOST_ROWS = 20
FIELDS = ("group", "subject", "op", "value", "span", "days", "first", "last", "fact", "fact_op", "fact_value")


@dataclass(frozen=True)
class Row:
    """What stands in the fields of one condition. `subject` of an event is `did order.paid`."""

    group: str = "all"
    subject: str = ""
    op: str = ""
    value: str = ""
    span: str = ""
    days: str = ""
    first: str = ""
    last: str = ""
    fact: str = ""
    fact_op: str = "="
    fact_value: str = ""
    more: str = field(default="", compare=False)  # further facts, which the form does not show but keeps

    @property
    def is_event(self) -> bool:
        return self.subject.startswith("did ")

    @property
    def is_segment(self) -> bool:
        return self.subject.startswith("segment ")

    @property
    def facts(self) -> list[str]:
        return facts_of_kind(self.subject.removeprefix("did ")) if self.is_event else []

    def text(self) -> str:
        """The condition in the words of the address; nothing while the row is not filled in."""
        if self.is_segment or not self.subject:
            return self.subject
        if self.is_event:
            return self._event()
        if self.op in BARE:
            return f"{self.subject} {self.op}"
        return f"{self.subject} {self.op or '='} {shlex.quote(self.value)}" if self.value else ""

    def _event(self) -> str:
        which, kind = (self.op if self.op in ("first", "last") else "did"), self.subject.removeprefix("did ")
        times = [self.op or ">=", self.value or "1"] if which == "did" else []
        spans = {"within": ["within", f"{self.days or 30}d"], "before": ["before", f"{self.days or 30}d"]}
        spans["between"] = ["between", self.first, self.last] if self.first and self.last else []
        usual = ["within", "30d"] if which != "did" else []
        words = [which, shlex.quote(kind), *times, *(spans.get(self.span) or usual)]
        facts = [f"{self.fact} {self.fact_op} {shlex.quote(self.fact_value)}"] if self.fact and self.fact_value else []
        facts += [f"{self.fact} {self.fact_op}"] if self.fact and self.fact_op in BARE else []
        facts += [self.more] if self.more else []
        return " ".join(words) + (f" where {' and '.join(facts)}" if facts else "")


def rows_from(query: QueryDict) -> list[Row]:
    """The rows as they were sent, or those of the conditions in the address."""
    numbers = sorted({int(key[1:].split(".")[0]) for key in query if _is_field(key)})[:MOST_ROWS]
    if not numbers:
        return rows_of(parse_filter(query))
    rows = [Row(**{name: query.get(f"c{n}.{name}", "").strip() for name in (*FIELDS, "more")}) for n in numbers]
    dropped = query.get("drop", "")
    return [row for at, row in enumerate(rows) if str(at) != dropped]


def rows_of(chosen: CustomerFilter) -> list[Row]:
    return [row for group in GROUPS for text in getattr(chosen, group) if (row := _row(group, text))]


def filter_of(rows: Iterable[Row], rest: str) -> CustomerFilter:
    """The conditions of the rows together with the rest of a filter, which the builder keeps as it is."""
    query = parse_filter(rest)
    kept = [(key, value) for key, value in query.pairs() if key not in GROUPS]
    address = QueryDict(mutable=True)
    for key, value in [*kept, *((row.group, row.text()) for row in rows if row.group in GROUPS and row.text())]:
        address.appendlist(key, value)
    return parse_filter(address)


def _is_field(key: str) -> bool:
    number, dot, name = key[1:].partition(".")
    return key.startswith("c") and bool(dot) and number.isdecimal() and len(number) < 4 and name in FIELDS


def _row(group: str, text: str) -> Row | None:
    try:
        return _of(parse_condition(text), group)
    except Unreadable:
        return None


def _of(condition: Condition, group: str) -> Row:
    match condition:
        case InSegment():
            return Row(group, f"segment {condition.slug}")
        case Compare():
            return Row(group, condition.subject, condition.op, condition.value)
        case Happened():
            return _of_event(condition, group)


def _of_event(condition: Happened, group: str) -> Row:
    is_counted, span = condition.which == "did", condition.span
    row = Row(group, f"did {condition.kind}", condition.op if is_counted else condition.which)
    row = replace(row, value=str(condition.times) if is_counted else "")
    words = span.words()
    if words:
        row = replace(row, span=words[0], days=str(span.within or span.before or ""))
    if span.begins and span.ends:
        row = replace(row, first=span.begins.isoformat(), last=span.ends.isoformat())
    if condition.where:
        fact, *others = condition.where
        row = replace(row, fact=fact.subject, fact_op=fact.op, fact_value=fact.value)
        row = replace(row, more=" and ".join(map(str, others)))
    return row


def op_labels(row: Row) -> dict[str, str]:
    """What the second field offers, which depends on the first."""
    if row.is_event:
        return {
            ">=": _("at least … times"), "=": _("exactly … times"), "<=": _("at most … times"),
            ">": _("more than … times"), "<": _("fewer than … times"), "first": _("the first time was"),
            "last": _("the last time was"),
        }  # fmt: skip
    signs = {"=": _("is"), "!=": _("is not"), ">": ">", ">=": "≥", "<": "<", "<=": "≤"}
    signs |= {} if "figure." in row.subject else {"contains": _("contains")}
    return signs | {"empty": _("is empty"), "set": _("is not empty")}
