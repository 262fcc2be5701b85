"""A mapping in a sentence: whom it tells of and what happened."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from nabiz.imports.editing.slots import Headers, headers_of
from nabiz.imports.mappings.model import IDENTITIES, REFERENCE, EventRule, Plan, Value, references
from nabiz.timeline.facts import kind_named


def told_in_words(plan: Plan, names: Sequence[str] | None = None) -> str:
    """With the names of a table's columns only what this table can tell of."""
    headers = None if names is None else headers_of(plan, list(names))
    person = plan.customer
    identities = [getattr(person, name) for name in IDENTITIES] if person else []
    parts = []
    if any(value and is_told(value, headers) for value in identities):
        parts.append(_("Customers"))
    if plan.account and is_told(plan.account.key, headers):
        parts.append(_("Companies"))
    kinds = dict.fromkeys(
        rule.kind for rule in plan.events if is_told(rule.at, headers) and is_asked_for(rule, headers)
    )
    parts += [str(kind.label) if (kind := kind_named(name)) else name for name in kinds]
    return ", ".join(parts)


def is_told(value: Value, headers: Headers | None) -> bool:
    """Whether a table with these headers has anything for the value."""
    if headers is None or value.default is not None:
        return True
    return any(
        text and (not (names := references(str(text))) or any(headers.get(name) for name in names)) for text in value.of
    )


def is_asked_for(rule: EventRule, headers: Headers | None) -> bool:
    """Whether the table has every column that the event asks to be filled."""
    asked = (REFERENCE.match(text) for text in rule.when if text.endswith("is not empty"))
    return headers is None or all(headers.get(found[1].strip()) for found in asked if found)
