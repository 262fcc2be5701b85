"""What happened, as one sentence in the reader's language.

A kind's sentence names facts in braces, and says where needed how to write them: `{days_late:days}`. A part in brackets
is left out when a fact in it is missing or zero: `Order {order} delivered[, {days_late:days} late]`.
"""

import dataclasses
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nabiz.timeline.facts import Kind, kind_named
from nabiz.timeline.models import Event
from nabiz.ui import formats

QUOTED = ("comment", "text", "transcript")  # in the words of the customer or the company, in full below the sentence
LONGEST_FACT = 300

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_NAMED = re.compile(r"\{(\w+)(?::(\w+))?\}")


def sentence_of(event: Event) -> str:
    """The kind's label where a fact is missing that the sentence needs; an unknown kind is its own name."""
    kind = kind_named(event.kind)
    if kind is None:
        return event.kind
    sentence = _OPTIONAL.sub(lambda part: part[1] if _has_all(event, part[1]) else "", str(kind.sentence))
    spoken = [name for name, _unit in _NAMED.findall(sentence) if name not in QUOTED]
    if any(event.facts.get(name) in (None, "") for name in spoken):
        return str(kind.label)
    written = _NAMED.sub(lambda named: _written(event, kind, named[1], named[2] or ""), sentence)
    return written.strip().removesuffix(":").rstrip()


def quote_of(event: Event) -> str:
    return next((text for name in QUOTED if isinstance(text := event.facts.get(name), str) and text.strip()), "")


def facts_beside(event: Event) -> list[tuple[str, str]]:
    """Name and value of the facts that neither the sentence nor the quote shows."""
    kind = kind_named(event.kind)
    shown = {*QUOTED, "score", "measure", "language"} if kind else set()
    if kind:
        shown |= {name for name, _unit in _NAMED.findall(str(kind.sentence))}
    usual = _usual_values(kind)
    beside = (
        (name, value)
        for name, value in event.facts.items()
        if name not in shown and value not in (None, "") and (name not in usual or usual[name] != value)
    )
    return [(_in_words(name), fact_in_words(value, kind.facts.get(name) if kind else None)) for name, value in beside]


def words_of(event: Event) -> str:
    """Everything about an event that a reader may look for."""
    label = kind.label if (kind := kind_named(event.kind)) else ""
    return " ".join((sentence_of(event), str(label), event.kind, event.touchpoint, *_texts(event.facts)))


def fact_in_words(value: Any, its_type: type | None = None) -> str:
    """A fact as the reader's language writes it; what JSON has no word for came as text and is read by its type."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return formats.format_number(value, 2)
    if isinstance(value, str):
        return _text_in_words(value, its_type)
    return orjson.dumps(value, default=str).decode()[:LONGEST_FACT]


def _text_in_words(text: str, its_type: type | None) -> str:
    try:
        if its_type is Decimal:
            return formats.format_number(Decimal(text), 2)
        if its_type is datetime and (moment := parse_datetime(text)):
            return formats.format_moment(moment)
        if its_type is date and (day := parse_date(text)):
            return formats.format_day(day)
    except (ArithmeticError, ValueError):
        pass  # what came from outside need not be what was declared
    return text if len(text) <= LONGEST_FACT else text[:LONGEST_FACT].rstrip() + "…"


def _has_all(event: Event, part: str) -> bool:
    names = [name for name, _unit in _NAMED.findall(part)]
    return all(event.facts.get(name) for name in names) and not any(name in QUOTED for name in names)


def _usual_values(kind: Kind | None) -> dict[str, Any]:
    """What a fact is when nothing is said about it; repeating that helps nobody."""
    fields = dataclasses.fields(kind.fact_class) if kind else ()
    return {field.name: field.default for field in fields if field.default is not dataclasses.MISSING}


def _written(event: Event, kind: Kind, name: str, unit: str) -> str:
    if name in QUOTED:
        return ""
    value = event.facts[name]
    write = _UNITS.get(unit)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if write is None or (unit != "words" and not is_number):
        return fact_in_words(value, kind.facts.get(name))
    return write(value)


def _in_words(name: str) -> str:
    """A name from code, as a reader would write it."""
    return name.replace("_", " ")


def _listed(names: Any) -> str:
    return ", ".join(_(name) for name in str(names).split(", ") if name)


def _days(n: Any) -> str:
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": formats.format_number(n)}


_UNITS: dict[str, Callable[[Any], str]] = {"days": _days, "duration": formats.format_duration, "words": _listed}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str | int | float):
        yield str(value)
