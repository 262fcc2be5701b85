"""A condition as a sentence in the reader's language."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nabiz.customers.segmenting.conditions import (
    ACCOUNT,
    TRAIT,
    Compare,
    Condition,
    Happened,
    InSegment,
    Span,
    as_day,
    is_number,
)
from nabiz.customers.segmenting.figures import FIGURES
from nabiz.timeline.facts import kind_named
from nabiz.ui import formats

FIELD_LABELS: dict[str, Promise] = {
    "name": gettext_lazy("name"),
    "language": gettext_lazy("language"),
    "country": gettext_lazy("country"),
    "since": gettext_lazy("customer since"),
    "account.name": gettext_lazy("account's name"),
    "account.domain": gettext_lazy("account's domain"),
    "account.since": gettext_lazy("account since"),
}
SIGNS: dict[str, Promise | str] = {
    "=": gettext_lazy("is"),
    "!=": gettext_lazy("is not"),
    ">": ">",
    ">=": "≥",
    "<": "<",
    "<=": "≤",
    "contains": gettext_lazy("contains"),
    "empty": gettext_lazy("is empty"),
    "set": gettext_lazy("is not empty"),
}


def in_words(condition: Condition, segment_name: Callable[[str], str] = str) -> str:
    match condition:
        case InSegment():
            return _("in the segment “%(name)s”") % {"name": segment_name(condition.slug)}
        case Happened():
            return _happened(condition)
        case Compare():
            return f"{subject_label(condition.subject)} {_held_against(condition)}"


def subject_label(subject: str) -> str:
    if subject in FIELD_LABELS:
        return str(FIELD_LABELS[subject])
    of_account, bare = subject.startswith(ACCOUNT), subject.removeprefix(ACCOUNT)
    figure = FIGURES.get(bare.removeprefix("figure.")) if bare.startswith("figure.") else None
    name = str(figure.label) if figure else bare.removeprefix(TRAIT).replace("_", " ")
    return _("account's %(name)s") % {"name": name} if of_account else name


def kind_label(kind: str) -> str:
    declared = kind_named(kind)
    return str(declared.label) if declared else kind


def _held_against(condition: Compare) -> str:
    sign = str(SIGNS[condition.op])
    return f"{sign} {_value(condition.value)}" if condition.value else sign


def _value(value: str) -> str:
    if day := as_day(value):
        return formats.format_day(day)
    return formats.format_number(float(value) if "." in value else int(value)) if is_number(value) else f"“{value}”"


def _happened(condition: Happened) -> str:
    kind, span = kind_label(condition.kind), _span(condition.span)
    facts = _(" and ").join(f"{fact.subject.replace('_', ' ')} {_held_against(fact)}" for fact in condition.where)
    kind = _("%(kind)s (%(facts)s)") % {"kind": kind, "facts": facts} if facts else kind
    if condition.which == "first":
        return _("first “%(kind)s” %(when)s") % {"kind": kind, "when": span}
    if condition.which == "last":
        return _("last “%(kind)s” %(when)s") % {"kind": kind, "when": span}
    times = _times(condition.op, condition.times)
    return " ".join((_("“%(kind)s” %(times)s %(when)s") % {"kind": kind, "times": times, "when": span}).split())


def _times(op: str, times: int) -> str:
    if (op, times) in (("=", 0), ("<", 1), ("<=", 0)):
        return _("never")
    if (op, times) in ((">", 0), (">=", 1)):
        return _("at least once")
    sentences = {
        "=": ngettext("exactly %(n)s time", "exactly %(n)s times", times),
        "!=": ngettext("not %(n)s time", "not %(n)s times", times),
        ">": ngettext("more than %(n)s time", "more than %(n)s times", times),
        ">=": ngettext("at least %(n)s time", "at least %(n)s times", times),
        "<": ngettext("fewer than %(n)s time", "fewer than %(n)s times", times),
        "<=": ngettext("at most %(n)s time", "at most %(n)s times", times),
    }
    return sentences[op] % {"n": formats.format_number(times)}


def _span(span: Span) -> str:
    if span.within is not None:
        return ngettext("in the last %(n)s day", "in the last %(n)s days", span.within) % {"n": span.within}
    if span.before is not None:
        return ngettext("more than %(n)s day ago", "more than %(n)s days ago", span.before) % {"n": span.before}
    if span.begins and span.ends:
        days = {"first": formats.format_day(span.begins), "last": formats.format_day(span.ends)}
        return _("from %(first)s to %(last)s") % days
    return ""
