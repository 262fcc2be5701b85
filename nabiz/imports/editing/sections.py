"""The whole form of a mapping: who, what happened, and what makes a row the same again."""

from dataclasses import dataclass

from django.utils.functional import Promise

from nabiz.imports.editing.slots import Headers, Slot, headers_of, in_words, slot_of
from nabiz.imports.editing.told import is_asked_for, is_told
from nabiz.imports.editing.words import COMPANY, EACH, EVENT, KEY, PERSON, fact_label
from nabiz.imports.mappings.checking import required_facts
from nabiz.imports.mappings.conditions import parse_condition
from nabiz.imports.mappings.model import REFERENCE, Company, EventRule, Person, Plan, Value
from nabiz.imports.mappings.toml import BadMapping
from nabiz.imports.reading.tables import Table
from nabiz.timeline.facts import kind_named
from nabiz.timeline.things import THINGS

USUAL = {
    "person": ("user_id", "email", "phone", "name"),
    "company": ("key", "name"),
    "event": ("at", "value", "currency"),
}
ALWAYS_COLUMNS = ("user_id", "email", "phone", "name", "anonymous_id", "since")  # one for everybody makes no sense
SPARE = 1  # blank lines offered for a new condition


@dataclass(frozen=True)
class ConditionLine:
    name: str
    column: str
    word: str
    operand: str
    kept: str = ""


@dataclass(frozen=True)
class Group:
    """Slots that are in view and those behind a click, which stand open where one of them is used."""

    shown: list[Slot]
    more: list[Slot]

    @property
    def is_open(self) -> bool:
        return any(slot.is_used for slot in self.more)


@dataclass(frozen=True)
class EventSection:
    name: str
    kind: str
    label: str | Promise
    icon: str
    group: Group
    conditions: list[ConditionLine]
    is_told: bool

    @property
    def when(self) -> Slot:
        return self.group.shown[0]


@dataclass(frozen=True)
class Form:
    person: Group
    person_traits: list[Slot]
    company: Group
    company_traits: list[Slot]
    whose: Group
    events: list[EventSection]
    conditions: list[ConditionLine]
    key: Slot
    each: Slot
    source: str


def form_of(plan: Plan, table: Table) -> Form:
    headers = headers_of(plan, table.names)
    person, company = plan.customer or Person(), plan.account
    return Form(
        _group("customer", person, PERSON, USUAL["person"], headers),
        _traits("customer", person, headers),
        _group("account", company, COMPANY, USUAL["company"], headers),
        _traits("account", company, headers),
        _whose(plan, headers),
        [_event(n, rule, headers) for n, rule in enumerate(plan.events)],
        condition_lines("plan", plan.when, headers),
        _text_slot("key", KEY, plan.key, headers),
        _text_slot("each", EACH, plan.each, headers),
        plan.source,
    )


def condition_lines(name: str, texts: tuple[str, ...], headers: Headers) -> list[ConditionLine]:
    lines = [_condition(f"{name}.when{n}", text, headers) for n, text in enumerate(texts)]
    return lines + [ConditionLine(f"{name}.when{len(texts) + n}", "", "is", "") for n in range(SPARE)]


def fact_names(rule: EventRule) -> tuple[list[str], list[str]]:
    """The facts that are needed or used, and the others that this kind has."""
    kind = kind_named(rule.kind)
    known = list(kind.facts) if kind else []
    needed = required_facts(kind) if kind else []
    shown = list(dict.fromkeys([*needed, *rule.facts]))
    return shown, [name for name in known if name not in shown]


def _group(
    name: str, part: Person | Company | None, labels: dict[str, str | Promise], usual: tuple[str, ...], headers: Headers
) -> Group:
    slots = {
        its: slot_of(
            f"{name}.{its}", label, getattr(part, its, None), headers, takes_constant=its not in ALWAYS_COLUMNS
        )
        for its, label in labels.items()
    }
    return Group([slots[its] for its in usual], [slot for its, slot in slots.items() if its not in usual])


def _whose(plan: Plan, headers: Headers) -> Group:
    slots = [
        slot_of(f"whose.{thing}", fact_label(thing), plan.whose.get(thing), headers, takes_constant=False)
        for thing in THINGS
    ]
    return Group([slot for slot in slots if slot.is_used], [slot for slot in slots if not slot.is_used])


def _traits(name: str, part: Person | Company | None, headers: Headers) -> list[Slot]:
    traits = part.traits if part else {}
    return [slot_of(f"{name}.traits.{its}", its, value, headers) for its, value in traits.items()]


def _event(n: int, rule: EventRule, headers: Headers) -> EventSection:
    kind, name = kind_named(rule.kind), f"event{n}"
    needed = required_facts(kind) if kind else []
    shown, others = fact_names(rule)
    envelope = {
        its: slot_of(
            f"{name}.{its}", label, getattr(rule, its), headers, is_needed=its == "at", takes_constant=its != "at"
        )
        for its, label in EVENT.items()
    }
    facts = [
        slot_of(f"{name}.facts.{its}", fact_label(its), rule.facts.get(its), headers, is_needed=its in needed)
        for its in shown
    ]
    has_money = kind is not None and kind.family == "money"
    first = [envelope["at"]] + [
        envelope[its]
        for its in EVENT
        if its != "at" and (envelope[its].is_used or (has_money and its in USUAL["event"]))
    ]
    rest = [slot for slot in envelope.values() if slot not in first]
    rest += [slot_of(f"{name}.facts.{its}", fact_label(its), None, headers) for its in others]
    return EventSection(
        name, rule.kind, kind.label if kind else rule.kind, kind.icon if kind else "circle-dot",
        Group([*first, *facts], rest), condition_lines(name, rule.when, headers),
        is_told(rule.at, headers) and is_asked_for(rule, headers),
    )  # fmt: skip


def _condition(name: str, text: str, headers: Headers) -> ConditionLine:
    try:
        condition = parse_condition(text)
    except BadMapping:
        return ConditionLine(name, "", "is", "", kept=text)
    found = REFERENCE.fullmatch(condition.subject)
    column = headers.get(found[1].strip()) if found else None
    if not column:
        return ConditionLine(name, "", condition.word, condition.operand, kept=in_words(text, headers))
    return ConditionLine(name, column, condition.word, condition.operand)


def _text_slot(name: str, label: str | Promise, text: str, headers: Headers) -> Slot:
    return slot_of(name, label, Value((text,)) if text else None, headers, takes_constant=False)
