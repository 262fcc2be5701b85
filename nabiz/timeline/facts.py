"""Declare what can happen: kinds of events, each with typed facts and one sentence in both languages."""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, Literal, TypeVar, dataclass_transform

from django.utils.functional import Promise

Family = Literal["feedback", "support", "money", "usage", "house", "other"]
FAMILIES: tuple[Family, ...] = ("feedback", "support", "money", "usage", "house", "other")
FACT_TYPES = (str, int, float, bool, Decimal, datetime, date)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What happened. A subclass adds the typed facts; these fields are the envelope that every event has."""

    kind: ClassVar["Kind"]

    channel: str = ""
    touchpoint: str = ""
    stage: str = ""
    value: Decimal | None = None
    currency: str = ""
    happened_at: datetime | None = None


ENVELOPE = frozenset(field.name for field in dataclasses.fields(Fact))


@dataclass(frozen=True)
class Kind:
    """A declared kind of event."""

    name: str
    family: Family
    label: str | Promise
    sentence: str | Promise
    icon: str
    fact_class: type[Fact]

    @cached_property
    def facts(self) -> Mapping[str, type]:
        """Name to type of each fact of this kind, the envelope left out. Optional types are given bare."""
        hints = typing.get_type_hints(self.fact_class)
        own = (field.name for field in dataclasses.fields(self.fact_class) if field.name not in ENVELOPE)
        return {name: _bare(hints[name]) for name in own}


_kinds: dict[str, Kind] = {}
F = TypeVar("F", bound=Fact)


@dataclass_transform(kw_only_default=True, frozen_default=True)
def fact(
    name: str, *, family: Family, label: str | Promise, sentence: str | Promise, icon: str = "circle-dot"
) -> Callable[[type[F]], type[F]]:
    """Declare the class below as a kind of event.

    `sentence` may name facts in braces: "Rated {score} of 10". Raises ValueError where the name is taken or a fact has
    a type that the mirror cannot keep.
    """

    def register(cls: type[F]) -> type[F]:
        decorated = dataclass(frozen=True, kw_only=True)(cls)
        kind = Kind(name, family, label, sentence, icon, decorated)
        if name in _kinds:
            raise ValueError(f"The kind {name} is declared twice.")
        for field, its_type in kind.facts.items():
            if its_type not in FACT_TYPES:
                raise ValueError(f"{name}.{field} is a {its_type}; a fact is one of {FACT_TYPES}.")
        decorated.kind = kind
        _kinds[name] = kind
        return decorated

    return register


def kind_named(name: str) -> Kind | None:
    """The declared kind of that name, or None for one that only the outside knows."""
    return _kinds.get(name)


def declared_kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.name)


def family_of(name: str) -> Family:
    kind = _kinds.get(name)
    return kind.family if kind else "other"


def facts_of(family: Family) -> dict[str, type]:
    """Every fact that a kind of this family declares. Kinds of one family agree on a fact's type."""
    columns: dict[str, type] = {}
    for kind in declared_kinds():
        if kind.family == family:
            for name, its_type in kind.facts.items():
                if columns.setdefault(name, its_type) is not its_type:
                    raise ValueError(f"{kind.name}.{name} is a {its_type}, another kind of {family} has it otherwise.")
    return columns


def _bare(hint: Any) -> type:
    """`int | None` is an int that may be missing."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    return typing.cast(type, hint)
