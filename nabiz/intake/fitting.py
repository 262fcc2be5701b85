"""Make what came from outside fit the typed facts that a kind declares."""

import dataclasses
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from nabiz.intake.reading import SIXTY_FOUR_BITS
from nabiz.intake.reasons import Rejected
from nabiz.timeline.facts import ENVELOPE, Kind

LARGEST_AMOUNT = Decimal(10) ** 14
FOUR_PLACES = Decimal("0.0001")

Fit = Callable[[Any], Any]
_shapes: "dict[str, Shape]" = {}  # by name: a kind's own hash would translate its label


@dataclass(frozen=True)
class Shape:
    """What a kind asks of its properties: how each is fitted, what must be there, and what stands for the rest."""

    fits: Mapping[str, Fit]
    types: Mapping[str, type]
    required: tuple[str, ...]
    defaults: Mapping[str, Any]


def fitted(kind: Kind, properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties, this kind's facts in their types as JSON keeps them. Raises Rejected for what does not fit."""
    shape = shape_of(kind)
    facts = {**shape.defaults, **properties}
    for name, fit in shape.fits.items():
        value = properties.get(name)
        if value is None:
            facts.pop(name, None)
            if name in shape.defaults:
                facts[name] = shape.defaults[name]
            continue
        try:
            facts[name] = fit(value)
        except (ValueError, InvalidOperation):
            raise Rejected(f"not_{shape.types[name].__name__}", f"{name} = {str(value)[:80]}") from None
    for name in shape.required:
        if facts.get(name) in (None, ""):
            raise Rejected("missing_fact", name)
    return facts


def shape_of(kind: Kind) -> Shape:
    if kind.name not in _shapes:
        _shapes[kind.name] = _shape(kind)
    return _shapes[kind.name]


def _shape(kind: Kind) -> Shape:
    own = [field for field in dataclasses.fields(kind.fact_class) if field.name not in ENVELOPE]
    return Shape(
        fits={name: FITS[its_type] for name, its_type in kind.facts.items()},
        types=kind.facts,
        required=tuple(field.name for field in own if field.default is dataclasses.MISSING),
        defaults={
            field.name: _as_json(field.default)
            for field in own
            if field.default is not dataclasses.MISSING and field.default is not None
        },
    )


def amount(value: Any) -> Decimal:
    """An amount of money with four places. Raises ValueError where it is no finite number of at most 14 digits."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError
    number = Decimal(str(value).strip()[:60])
    if not number.is_finite() or abs(number) >= LARGEST_AMOUNT:
        raise ValueError
    return number.quantize(FOUR_PLACES)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list) and all(isinstance(part, str | int | float) for part in value):
        return ", ".join(map(_text, value))
    raise ValueError


def _integer(value: Any) -> int:
    if isinstance(value, bool):
        raise ValueError
    if isinstance(value, float) and not value.is_integer():  # also refuses infinity
        raise ValueError
    number = int(value) if isinstance(value, int | float | str) and len(str(value)) < 40 else None
    if number is None or number not in SIXTY_FOUR_BITS:
        raise ValueError
    return number


def _float(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    known = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if isinstance(value, str | int) and str(value).lower() in known:
        return known[str(value).lower()]
    raise ValueError


def _day(value: Any) -> str:
    return _moment_of(value).date().isoformat()


def _moment(value: Any) -> str:
    """A moment without an offset could be anywhere's, so it does not fit."""
    moment = _moment_of(value)
    if moment.tzinfo is None:
        raise ValueError
    return moment.isoformat()


def _moment_of(value: Any) -> datetime:
    if not isinstance(value, str):
        raise ValueError
    return datetime.fromisoformat(value)


FITS: dict[type, Fit] = {
    str: _text,
    int: _integer,
    float: _float,
    bool: _truth,
    Decimal: lambda value: format(amount(value).normalize(), "f"),
    date: _day,
    datetime: _moment,
}


def _as_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
