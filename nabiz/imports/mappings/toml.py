"""Mappings as TOML that a person can read and edit. What was loaded and is written again says the same."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from nabiz.imports.mappings.model import Company, EventRule, Person, Plain, Plan, Value

LARGEST = 256 * 1024
BARE = re.compile(r"[A-Za-z0-9_-]+")
SPELT = {"of": "from", "otherwise": "else", "type": "as"}  # what the file says, where Python has the word already
LISTS = ("when", "optional")


class BadMapping(ValueError):
    """The mapping makes no sense; its text says why, and what there is to choose from."""


def load(path: Path) -> Plan:
    if path.stat().st_size > LARGEST:
        raise BadMapping(_("%(file)s is too large for a mapping.") % {"file": path.name})
    try:
        return loads(path.read_text("utf-8"))
    except UnicodeDecodeError:
        raise BadMapping(_("%(file)s is no text in UTF-8.") % {"file": path.name}) from None


def loads(text: str) -> Plan:
    """Raises BadMapping for what is no TOML, and for words that a mapping does not have."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadMapping(_("The mapping is no TOML: %(problem)s") % {"problem": error}) from None
    return plan_of(content)


def plan_of(content: Mapping[str, Any]) -> Plan:
    """The mapping that parsed TOML or JSON describes."""
    told = dict(content)
    columns = _table(told.pop("columns", {}), "columns")
    told["columns"] = {name: _texts(names, f"columns.{name}") for name, names in columns.items()}
    for part, shape in (("customer", Person), ("account", Company)):
        if part in told:
            told[part] = _made(shape, _table(told[part], part), part)
    rules = told.pop("events", [])
    if not isinstance(rules, list):
        _refuse("events")
    told["events"] = tuple(
        _made(EventRule, _table(rule, f"events {n}"), f"events {n}") for n, rule in enumerate(rules, 1)
    )
    title = told.get("title", "")
    told["title"] = {"en": title} if isinstance(title, str) else _table(title, "title")
    plan = _made(Plan, {"source": "", **told}, _("the mapping"))
    assert isinstance(plan, Plan)
    return plan


def dumps(plan: Plan) -> str:
    top = [f"{name} = {_written(value)}" for name, value in _said(plan) if not isinstance(value, Mapping)]
    tables = [(name, value) for name, value in _said(plan) if isinstance(value, Mapping) and value]
    lines = ["\n".join(top), *("\n".join(_section(name, value)) for name, value in tables)]
    lines += ["[[events]]\n" + "\n".join(_lines(dict(_said(rule)))) for rule in plan.events]
    return "\n\n".join(lines) + "\n"


def as_dict(plan: Plan) -> dict[str, Any]:
    """The mapping as JSON can carry it; `plan_of` reads it again."""
    return {**dict(_said(plan)), "events": [dict(_said(rule)) for rule in plan.events]}


def _made(shape: type[Any], told: Mapping[str, Any], where: str) -> Any:
    known = {SPELT.get(each.name, each.name): each for each in fields(shape)}
    for name in told:
        if name not in known:
            _refuse(f"{where}: {name}", sorted(known))
    given = {
        known[name].name: _part(shape, known[name].name, value, f"{where}: {name}") for name, value in told.items()
    }
    missing = [
        spelt
        for spelt in ("kind", "at", "key")
        if shape in (EventRule, Company)
        and spelt in known
        and known[spelt].name not in given
        and not (shape is EventRule and spelt == "key")
    ]
    if missing:
        raise BadMapping(_("%(where)s lacks “%(name)s”.") % {"where": where, "name": missing[0]})
    return shape(**given)


def _part(shape: type[Any], name: str, value: Any, where: str) -> Any:
    if name in ("traits", "facts", "whose"):
        return {key: _value(each, f"{where}.{key}") for key, each in _table(value, where).items()}
    is_text = shape is EventRule and name in ("kind", "key", "again")
    if shape in (Person, Company, EventRule) and not is_text and name not in LISTS:
        return _value(value, where)
    if name in LISTS:
        return _texts(value, where)
    if is_text or (shape is Plan and name in ("source", "key", "each")):
        return value if isinstance(value, str) else _refuse(where)
    return value


def _value(told: Any, where: str) -> Value:
    if isinstance(told, Plain):
        return Value((told,))
    if isinstance(told, list):
        return Value(tuple(told))
    told = dict(_table(told, where))
    source = told.pop("from", None)
    if source is None:
        raise BadMapping(_("%(where)s lacks “%(name)s”.") % {"where": where, "name": "from"})
    several = source if isinstance(source, list) else [source]
    if not all(isinstance(each, Plain) for each in several):
        _refuse(where)
    value = _made(Value, told | {"from": tuple(several)}, where)
    return value if isinstance(value, Value) else _refuse(where)


def _table(told: Any, where: str) -> Mapping[str, Any]:
    return told if isinstance(told, Mapping) else _refuse(where)


def _texts(told: Any, where: str) -> tuple[str, ...]:
    several = [told] if isinstance(told, str) else told
    if not isinstance(several, list | tuple) or not all(isinstance(each, str) for each in several):
        _refuse(where)
    return tuple(several)


def _refuse(where: str, choices: list[str] | None = None) -> NoReturn:
    if choices:
        told = _("%(where)s is not known. Choose from: %(choices)s.")
        raise BadMapping(told % {"where": where, "choices": ", ".join(choices)})
    raise BadMapping(_("%(where)s is not what belongs there.") % {"where": where})


def _said(part: Any) -> Iterator[tuple[str, Any]]:
    """What was given, under the names of the file, defaults left out."""
    for each in fields(part):
        value = getattr(part, each.name)
        is_default = value in (None, "", (), {})
        if each.name == "events" or is_default or (each.name, value) == ("again", "last"):
            continue
        yield each.name, _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Value):
        return _plain_value(value)
    if isinstance(value, Person | Company):
        return dict(_said(value))
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return list(value) if isinstance(value, tuple) else value


def _plain_value(value: Value) -> Any:
    if value.is_simple:
        return value.of[0]
    told: dict[str, Any] = {"from": value.of[0] if len(value.of) == 1 else list(value.of)}
    for each in fields(Value)[1:]:
        its = getattr(value, each.name)
        is_said = its not in (None, "", {}, "bad") and its is not False
        if is_said or (its is False and each.name in ("otherwise", "default")):
            told[SPELT.get(each.name, each.name)] = its
    return told


def _section(name: str, table: Mapping[str, Any]) -> Iterator[str]:
    yield f"[{name}]"
    yield from _lines(table)


def _lines(table: Mapping[str, Any]) -> Iterator[str]:
    """Traits and facts as dotted keys, one line each."""
    for name, value in table.items():
        if name in ("traits", "facts"):
            yield from (f"{name}.{_key(key)} = {_written(each)}" for key, each in value.items())
        else:
            yield f"{_key(name)} = {_written(value)}"


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else _quoted(name)


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(name)} = {_written(each)}" for name, each in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_written, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _quoted(value) if isinstance(value, str) else repr(value)


def _quoted(text: str) -> str:
    """A JSON string is a TOML string, but for the one sign that TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
