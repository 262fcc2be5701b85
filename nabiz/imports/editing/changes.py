"""From a filled-in form to the mapping. Only what differs from what was shown changes; the rest stays as it is."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from nabiz.imports.editing.sections import ConditionLine, Form, fact_names, form_of
from nabiz.imports.editing.slots import KEPT, NONE, Headers, Slot, filled, headers_of
from nabiz.imports.editing.words import CONDITIONS
from nabiz.imports.mappings.binding import folded
from nabiz.imports.mappings.checking import LONGEST_NAME
from nabiz.imports.mappings.conditions import WITHOUT_OPERAND
from nabiz.imports.mappings.model import Company, EventRule, Person, Plan, Value
from nabiz.imports.reading.tables import Table
from nabiz.timeline.facts import kind_named

Told = Mapping[str, str]
P = TypeVar("P", Person, Company, EventRule)
Q = TypeVar("Q", Person, Company)


def changed(plan: Plan, table: Table, told: Told) -> Plan:
    """The mapping as the form has it now. What the form does not mention stays."""
    form = form_of(plan, table)
    plan = _people(plan, table, told, form)
    plan = _whose(plan, table, told, form)
    plan = _events(plan, table, told, form)
    plan = replace(plan, when=_conditions(plan.when, form.conditions, told, headers_of(plan, table.names)))
    key, plan = _text(plan.key, form.key, plan, table, told)
    each, plan = _text(plan.each, form.each, plan, table, told)
    source = told.get("source", plan.source).strip()[:LONGEST_NAME] or plan.source
    return replace(plan, key=key, each=each, source=source)


def _people(plan: Plan, table: Table, told: Told, form: Form) -> Plan:
    person: Person | None = plan.customer
    for slot in (*form.person.shown, *form.person.more, *form.person_traits):
        value, plan = _slot(_value_of(person, slot), slot, plan, table, told)
        if value is not _value_of(person, slot):
            person = _set(person or Person(), slot, value)
    person = _trait_added(person or Person(), told.get("customer.trait", ""), table)
    plan = replace(plan, customer=person if person != Person() else None)
    company: Company | None = plan.account
    for slot in (*form.company.shown, *form.company.more, *form.company_traits):
        value, plan = _slot(_value_of(company, slot), slot, plan, table, told)
        if value is not _value_of(company, slot):
            company = _set(company or Company(NONE), slot, value or (NONE if slot.name == "account.key" else None))
    if company or told.get("account.trait"):
        company = _trait_added(company or Company(NONE), told.get("account.trait", ""), table)
    return replace(plan, account=company if company != Company(NONE) else None)


def _whose(plan: Plan, table: Table, told: Told, form: Form) -> Plan:
    for slot in (*form.whose.shown, *form.whose.more):
        thing = slot.name.removeprefix("whose.")
        value, plan = _slot(plan.whose.get(thing), slot, plan, table, told)
        rest = {name: each for name, each in plan.whose.items() if name != thing}
        plan = replace(
            plan, whose=plan.whose if value is plan.whose.get(thing) else rest | ({thing: value} if value else {})
        )
    return plan


def _events(plan: Plan, table: Table, told: Told, form: Form) -> Plan:
    rules = []
    for section, rule in zip(form.events, plan.events, strict=True):
        if told.get("drop") == section.name:
            continue
        headers = headers_of(plan, table.names)
        for slot in (*section.group.shown, *section.group.more):
            value, plan = _slot(_value_of(rule, slot), slot, plan, table, told)
            if value is not _value_of(rule, slot):
                rule = _set(rule, slot, value or (NONE if slot.name.endswith(".at") else None))
        rule = replace(rule, when=_conditions(rule.when, section.conditions, told, headers))
        rules.append(_as_kind(rule, told.get(f"{section.name}.kind", rule.kind)))
    if (kind := told.get("add", "")) and kind_named(kind):
        rules.append(_new_rule(kind, plan, table))
    return replace(plan, events=tuple(rules))


def _slot(value: Value | None, slot: Slot, plan: Plan, table: Table, told: Told) -> tuple[Value | None, Plan]:
    column = told.get(f"{slot.name}", slot.column)
    otherwise = told.get(f"{slot.name}.otherwise", slot.otherwise)
    if (column, otherwise.strip()) == (slot.column, slot.otherwise) or column not in (*table.names, "", KEPT):
        return value, plan
    return filled(value, plan, headers_of(plan, table.names), column, otherwise)


def _text(text: str, slot: Slot, plan: Plan, table: Table, told: Told) -> tuple[str, Plan]:
    value, plan = _slot(Value((text,)) if text else None, slot, plan, table, told)
    return (str(value.of[0]) if value else ""), plan


def _value_of(part: Person | Company | EventRule | None, slot: Slot) -> Value | None:
    steps = slot.name.split(".", 2)
    found = getattr(part, steps[1], None)
    value = found.get(steps[2]) if len(steps) == 3 and isinstance(found, Mapping) else found
    return value if isinstance(value, Value) else None


def _set(part: P, slot: Slot, value: Value | None) -> P:
    steps = slot.name.split(".", 2)
    if len(steps) == 2:
        its: dict[str, Any] = {steps[1]: value}
    else:
        several = getattr(part, steps[1])
        rest = {name: each for name, each in several.items() if name != steps[2]}
        its = {steps[1]: rest if value is None else {**several, steps[2]: value}}
    return replace(part, **its)


def _trait_added(part: Q, column: str, table: Table) -> Q:
    if column not in table.names:
        return part
    name = re.sub(r"\W+", "_", column.strip().lower()).strip("_")[:40] or folded(column)
    return replace(part, traits={**part.traits, name: Value((f"{{{column}}}",))})


def _conditions(texts: tuple[str, ...], lines: list[ConditionLine], told: Told, headers: Headers) -> tuple[str, ...]:
    found = []
    for n, line in enumerate(lines):
        was = texts[n] if n < len(texts) else ""
        now = _condition(line, told, headers, was)
        if now:
            found.append(now)
    return tuple(found)


def _condition(line: ConditionLine, told: Told, headers: Headers, was: str) -> str:
    column = told.get(line.name, line.column or (KEPT if line.kept else ""))
    word, operand = told.get(f"{line.name}.word", line.word), told.get(f"{line.name}.operand", line.operand).strip()
    if column == KEPT or (column, word, operand) == (line.column, line.word, line.operand):
        return was
    if not column or word not in CONDITIONS:
        return ""
    same = column == line.column and was
    name = was[was.index("{") + 1 : was.index("}")] if same else column
    if word not in WITHOUT_OPERAND and not operand:
        word = "is empty" if word in ("is", "is one of") else "is not empty"
    return f"{{{name}}} {word} {operand}".strip() if word not in WITHOUT_OPERAND else f"{{{name}}} {word}"


def _as_kind(rule: EventRule, kind: str) -> EventRule:
    """Another kind keeps the facts that it knows too."""
    known = kind_named(kind)
    if kind == rule.kind or known is None:
        return rule
    return replace(rule, kind=kind, facts={name: value for name, value in rule.facts.items() if name in known.facts})


def _new_rule(kind: str, plan: Plan, table: Table) -> EventRule:
    """A first guess of its moment: what the others have, else the first column with moments or days."""
    dated = next((column for column in table.columns if column.type == "moment"), None)
    dated = dated or next((column for column in table.columns if column.type == "day"), None)
    at = plan.events[0].at if plan.events else Value((f"{{{dated.name}}}",)) if dated else NONE
    rule = EventRule(kind, at)
    needed, _others = fact_names(rule)
    by_fold = {folded(column.name): column.name for column in table.columns}
    found = {
        name: next(
            (by_fold[each] for each in (folded(name), f"{folded(name)}id", f"{folded(name)}name") if each in by_fold),
            "",
        )
        for name in needed
    }
    return replace(rule, facts={name: Value((f"{{{header}}}",)) for name, header in found.items() if header})
