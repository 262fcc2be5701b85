"""Whether a mapping makes sense, before a single row is read."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from nabiz.imports.mappings.conditions import parse_condition
from nabiz.imports.mappings.model import EventRule, Plan, Value, references, values_of
from nabiz.imports.mappings.toml import BadMapping
from nabiz.timeline.facts import ENVELOPE, Kind, declared_kinds, kind_named
from nabiz.timeline.things import THINGS

RESERVED = frozenset({"nabiz", "demo"})  # what the house itself signs events with
LONGEST_NAME = 60
MOST_TRAITS = 100
CHOICES = {
    "type": ("text", "number", "integer", "truth", "day", "moment", "email", "phone"),
    "misfit": ("bad", "blank"),
    "together": ("first", "last", "sum", "min", "max", "count", "join"),
}


def check(plan: Plan) -> None:
    """Raises BadMapping with everything that is wrong, a sentence each."""
    if problems := list(problems_of(plan)):
        raise BadMapping(" ".join(problems))


def problems_of(plan: Plan) -> Iterator[str]:
    if not plan.source or len(plan.source) > LONGEST_NAME or plan.source.casefold() in RESERVED:
        yield _("“source” is a name of up to 60 letters; “nabiz” and “demo” are taken by Nabız itself.")
    if not (plan.customer or plan.account or plan.events):
        yield _("The mapping says nothing about customers, accounts or events.")
    yield from _conditions(plan.when)
    yield from _whose(plan)
    for part in (plan.customer, plan.account):
        if part:
            yield from _values(list(values_of(part)))
        if part and len(part.traits) > MOST_TRAITS:
            yield _("A mapping has at most %(most)s traits.") % {"most": MOST_TRAITS}
    if plan.customer and not any(
        (plan.customer.user_id, plan.customer.anonymous_id, plan.customer.email, plan.customer.phone)
    ):
        yield _("A customer is recognised by one of: user_id, anonymous_id, email, phone.")
    for rule in plan.events:
        yield from _rule(rule)
    for (kind, _key), times in Counter((rule.kind, rule.key) for rule in plan.events).items():
        if times > 1:
            yield _("Two events %(kind)s of one row need a “key” each, to tell them apart.") % {"kind": kind}


def _whose(plan: Plan) -> Iterator[str]:
    yield from _values(list(plan.whose.values()))
    for thing in plan.whose:
        if thing not in THINGS:
            yield _wrong("whose", thing, THINGS)
    if plan.whose and not plan.events:
        yield _("“whose” finds whom an event is about; the mapping tells of none.")


def _rule(rule: EventRule) -> Iterator[str]:
    yield from _conditions(rule.when)
    yield from _values(list(values_of(rule)))
    if rule.again not in ("last", "first"):
        yield _wrong("again", rule.again, ("last", "first"))
    kind = kind_named(rule.kind)
    if kind is None or kind.family == "house":
        yield _wrong("kind", rule.kind, [each.name for each in declared_kinds() if each.family != "house"])
    else:
        yield from _facts(rule, kind)


def _facts(rule: EventRule, kind: Kind) -> Iterator[str]:
    for name, value in rule.facts.items():
        if name not in kind.facts and value.type is None:
            told = _("%(fact)s is no fact of %(kind)s, which has: %(choices)s. To keep it, say what it is with “as”.")
            yield told % {"fact": name, "kind": kind.name, "choices": ", ".join(kind.facts) or "—"}
    missing = [name for name in required_facts(kind) if name not in rule.facts]
    if missing:
        yield _("%(kind)s needs the facts: %(facts)s.") % {"kind": kind.name, "facts": ", ".join(missing)}


def required_facts(kind: Kind) -> list[str]:
    own = (each for each in dataclasses.fields(kind.fact_class) if each.name not in ENVELOPE)
    return [each.name for each in own if each.default is dataclasses.MISSING]


def _conditions(texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        try:
            parse_condition(text)
        except BadMapping as bad:
            yield str(bad)


def _values(values: list[Value]) -> Iterator[str]:
    for value in values:
        for name, choices in CHOICES.items():
            given = getattr(value, name)
            if given is not None and given not in choices:
                yield _wrong({"type": "as"}.get(name, name), str(given), choices)
        if value.seconds_until and not references(value.seconds_until):
            yield _("“seconds_until” names the column of the later moment, in braces.")


def _wrong(name: str, given: str, choices: Iterable[str]) -> str:
    told = _("“%(given)s” is no %(name)s. Choose from: %(choices)s.")
    return told % {"given": given, "name": name, "choices": ", ".join(choices)}
