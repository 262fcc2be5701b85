"""A batch after its mapping was applied: whom each row is about and what it tells, ready to be brought in."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _

from nabiz.customers.normalise import email_of, id_of, phone_of
from nabiz.imports.applying.cells import Cells
from nabiz.imports.applying.owners import Finder, Owners, named_things, owners
from nabiz.imports.applying.values import INSTANT, typed
from nabiz.imports.mappings.checking import required_facts
from nabiz.imports.mappings.model import LABELS, EventRule, Plan, Value
from nabiz.timeline.facts import kind_named

TEXTS = ("name", "language", "country")
NORMAL = {"user_id": id_of, "anonymous_id": id_of, "email": email_of, "phone": phone_of}
LONGEST_LABEL = 100


@dataclass
class EventTable:
    rule: EventRule
    table: pa.Table


@dataclass
class Applied:
    """`people` has a line for each row; `events` only for the rows that tell of one.

    `things` are the numbers by which rows of the whole batch that name nobody find their owner.
    """

    cells: Cells
    taken: pa.Array
    people: pa.Table
    events: list[EventTable]
    things: dict[str, pa.Array]
    owners: Owners | None


def apply(cells: Cells, finder: Finder | None = None) -> Applied:
    """Work out the whole batch; a row with any misfit is left out of all of it."""
    plan = cells.bound.plan
    wanted = cells.holds(plan.when)
    people = _people(cells)
    events = [(rule, *_event(cells, rule, wanted)) for rule in plan.events]
    things = named_things(cells, people)
    found = owners(cells, things, finder, wanted)
    cells.misfits.reasons = {place: reason for place, reason in cells.misfits.reasons.items() if wanted[place].as_py()}
    _spread(cells)
    taken = pc.and_(wanted, cells.misfits.mask(len(cells)))
    tables = [EventTable(rule, table.filter(pc.and_(its, taken))) for rule, table, its in events]
    return Applied(cells, taken, people.filter(taken), tables, things, found)


def places(rows: int) -> pa.Array:
    return pa.array(range(rows), pa.int64())


def _spread(cells: Cells) -> None:
    """Rows that tell of one thing together are taken together or not at all."""
    if not (each := cells.bound.plan.each) or not cells.misfits.reasons:
        return
    key = cells.text(each)
    bad = {key[place].as_py(): cells.numbers[place].as_py() for place in cells.misfits.reasons}
    bad.pop(None, None)
    also = pc.is_in(key, pa.array(sorted(bad), pa.string()))
    cells.misfits.note(
        also,
        lambda place: _("Belongs together with row %(row)s, which cannot be taken.") % {"row": bad[key[place].as_py()]},
    )


def _people(cells: Cells) -> pa.Table:
    """Identities, account and what is told of both, one line for each row of the batch."""
    plan = cells.bound.plan
    columns: dict[str, pa.Array] = {"place": places(len(cells))}
    person, account = plan.customer, plan.account
    for name, normal in NORMAL.items():
        value: Value | None = getattr(person, name, None)
        columns[name] = _normalised(cells, value, normal, name) if value else cells.nothing
    columns["since"] = _moments(cells, plan)
    for name in TEXTS:
        value = getattr(person, name, None)
        columns[name] = _label(name, typed(cells, value, str)) if value else cells.nothing
    for name, value in (person.traits if person else {}).items():
        columns[f".{name}"] = typed(cells, value)
    columns["account"] = typed(cells, account.key, str) if account else cells.nothing
    for name in ("name", "domain"):
        value = getattr(account, name, None)
        columns[f"account {name}"] = typed(cells, value, str) if value else cells.nothing
    for name, value in (account.traits if account else {}).items():
        columns[f"account .{name}"] = typed(cells, value)
    return pa.table(columns)


def _moments(cells: Cells, plan: Plan) -> pa.Array:
    """Since when a customer is known: what the mapping says, else the first moment that the row knows."""
    if plan.customer and plan.customer.since:
        return typed(cells, plan.customer.since, datetime)
    before = dict(cells.misfits.reasons)  # what does not fit counts only where the event happens
    moments = [typed(cells, rule.at, datetime) for rule in plan.events]
    cells.misfits.reasons = before
    if not moments:
        return pa.nulls(len(cells), INSTANT)
    return pc.min_element_wise(*(moment.cast(pa.int64()) for moment in moments)).cast(INSTANT)


def _normalised(cells: Cells, value: Value, normal: object, name: str) -> pa.Array:
    """Each different text is normalised once. A text that names nobody is no identity, and a misfit if it is no id."""
    text = typed(cells, value, str).dictionary_encode()
    known = [_or_none(normal, each) for each in text.dictionary.to_pylist()]
    column = pc.take(pa.array(known, pa.string()), text.indices)
    plain = text.cast(pa.string())
    if value.misfit == "bad" and name in ("email", "phone"):
        lost = pc.and_(plain.is_valid(), column.is_null())
        told = _("“%(text)s” is no e-mail address.") if name == "email" else _("“%(text)s” is no telephone number.")
        cells.misfits.note(lost, lambda place: told % {"text": str(plain[place])[:80]})
    return column


def _or_none(normal: object, text: str) -> str | None:
    try:
        return normal(text) or None  # type: ignore[operator]
    except ValueError:
        return None


def _label(name: str, column: pa.Array) -> pa.Array:
    """Languages and countries are two letters; anything else says nothing that could be kept."""
    if name == "name":
        return column
    short = pc.utf8_slice_codeunits(column, 0, 2) if name == "language" else column
    short = pc.utf8_lower(short) if name == "language" else pc.utf8_upper(short)
    return pc.if_else(pc.fill_null(pc.match_substring_regex(short, "^[A-Za-z]{2}$"), False), short, None)


def _event(cells: Cells, rule: EventRule, wanted: pa.Array) -> tuple[pa.Table, pa.Array]:
    """The event for every row, and where it happened; misfits elsewhere do not count."""
    kind = kind_named(rule.kind)
    assert kind
    happened = pc.and_(wanted, cells.holds(rule.when))
    before = dict(cells.misfits.reasons)
    columns = {
        "place": places(len(cells)),
        "happened_at": typed(cells, rule.at, datetime),
        "message": _message(cells, rule),
        **{name: _short(cells, getattr(rule, name)) for name in LABELS},
        "value": typed(cells, rule.value, Decimal) if rule.value else pa.nulls(len(cells), pa.decimal128(28, 6)),
        "currency": _currency(cells, rule.currency),
    }
    for name, value in rule.facts.items():
        columns[f"fact {name}"] = typed(cells, value, kind.facts.get(name))
    _need(cells, columns, ["happened_at", *(f"fact {name}" for name in required_facts(kind))], happened)
    cells.misfits.reasons = before | {
        place: reason for place, reason in cells.misfits.reasons.items() if place in before or happened[place].as_py()
    }
    return pa.table(columns), happened


def _need(cells: Cells, columns: dict[str, pa.Array], names: list[str], happened: pa.Array) -> None:
    for name in names:
        lacks = pc.and_(happened, columns[name].is_null())
        if name == "happened_at":
            cells.misfits.note(lacks, lambda place: _("The row does not say when it happened."))
        else:
            told = _("The row lacks “%(fact)s”.") % {"fact": name.removeprefix("fact ")}
            cells.misfits.note(lacks, lambda place, told=told: told)  # type: ignore[misc]


def _message(cells: Cells, rule: EventRule) -> pa.Array:
    """What makes the event the same one when it comes again: the key, else everything that the row says."""
    plan = cells.bound.plan
    template = rule.key or plan.each or plan.key
    key = cells.text(template) if template else cells.nothing
    columns = cells.rows.combine_chunks().itercolumns()
    whole = pc.binary_join_element_wise(*columns, "\x1f", null_handling="replace", null_replacement="\x00")
    whole = pc.replace_substring(whole, "\x00", "\x1e")
    return pc.if_else(
        key.is_valid(), pc.binary_join_element_wise("k", key, ""), pc.binary_join_element_wise("r", whole, "")
    )


def _short(cells: Cells, value: Value | None) -> pa.Array:
    return pc.utf8_slice_codeunits(typed(cells, value, str), 0, LONGEST_LABEL) if value else cells.nothing


def _currency(cells: Cells, value: Value | None) -> pa.Array:
    if value is None:
        return cells.nothing
    code = pc.utf8_upper(typed(cells, value, str))
    return pc.if_else(pc.fill_null(pc.match_substring_regex(code, "^[A-Z]{3}$"), False), code, None)
