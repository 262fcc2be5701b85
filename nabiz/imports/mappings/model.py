"""A mapping: how the columns of a table become customers, accounts and events; the guide explains it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

Plain = str | int | float | bool
Number = str | int | float
As = Literal["text", "number", "integer", "truth", "day", "moment", "email", "phone"]
Together = Literal["first", "last", "sum", "min", "max", "count", "join"]
IDENTITIES = ("user_id", "anonymous_id", "email", "phone")
LABELS = ("channel", "touchpoint", "stage")
ROW = "#"  # stands for the number of the row
REFERENCE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Value:
    """Where a value comes from, and what is done with it, in the order of these fields.

    `of` are texts in which `{column}` stands for what the row has there; the first that is not blank counts.
    """

    of: tuple[Plain, ...]
    map: Mapping[str, Plain] = field(default_factory=dict)
    otherwise: Plain | None = None
    seconds_until: str = ""
    later: str = ""
    earlier: str = ""
    plus: Number | None = None
    times: Number | None = None
    divide: Number | None = None
    absolute: bool = False
    default: Plain | None = None
    type: As | None = None
    misfit: Literal["bad", "blank"] = "bad"
    together: Together | None = None

    @property
    def is_simple(self) -> bool:
        return len(self.of) == 1 and all(getattr(self, f.name) == _default(f) for f in fields(self) if f.name != "of")

    def texts(self) -> Iterator[str]:
        """Every text in which a column may be named."""
        candidates = (*self.of, self.seconds_until, self.later, self.earlier, self.plus, self.times, self.divide)
        return (text for text in candidates if isinstance(text, str))


@dataclass(frozen=True)
class Person:
    """Whom a row is about, and what it tells about them."""

    user_id: Value | None = None
    anonymous_id: Value | None = None
    email: Value | None = None
    phone: Value | None = None
    name: Value | None = None
    language: Value | None = None
    country: Value | None = None
    since: Value | None = None
    traits: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Company:
    """The account that a row is about; `key` is what the outside calls it."""

    key: Value
    name: Value | None = None
    domain: Value | None = None
    since: Value | None = None
    traits: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class EventRule:
    """An event that a row tells of, where all of `when` holds. `again` says what counts if the file tells it twice."""

    kind: str
    at: Value
    when: tuple[str, ...] = ()
    key: str = ""
    again: Literal["last", "first"] = "last"
    channel: Value | None = None
    touchpoint: Value | None = None
    stage: Value | None = None
    value: Value | None = None
    currency: Value | None = None
    facts: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """`key` makes a row the same row when it comes again; rows with the same `each` tell of one thing together.

    `whose` finds the owner of a row that names nobody itself, by the number of a thing that was told of before.
    """

    title: Mapping[str, str]
    source: str
    key: str = ""
    each: str = ""
    when: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    optional: tuple[str, ...] = ()
    reading: Mapping[str, Plain] = field(default_factory=dict)
    whose: Mapping[str, Value] = field(default_factory=dict)
    customer: Person | None = None
    account: Company | None = None
    events: tuple[EventRule, ...] = ()

    def texts(self) -> Iterator[str]:
        """Every text in which a column may be named."""
        yield from (self.key, self.each, *self.when)
        for value in self.whose.values():
            yield from value.texts()
        for part in (self.customer, self.account, *self.events):
            for value in values_of(part) if part else ():
                yield from value.texts()
        for rule in self.events:
            yield from (rule.key, *rule.when)


def values_of(part: Person | Company | EventRule) -> Iterator[Value]:
    for each in fields(part):
        found = getattr(part, each.name)
        if isinstance(found, Value):
            yield found
        elif isinstance(found, Mapping):
            yield from found.values()


def references(text: str) -> list[str]:
    """The columns that a text names in braces."""
    return [name.strip() for name in REFERENCE.findall(text)]


def _default(its_field: Any) -> Any:
    return {} if its_field.name == "map" else its_field.default
