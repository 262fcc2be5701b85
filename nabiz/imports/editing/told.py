"""A mapping in a sentence: whom it tells of and what happened."""

from django.utils.translation import gettext as _

from nabiz.imports.mappings.model import Plan
from nabiz.timeline.facts import kind_named


def told_in_words(plan: Plan) -> str:
    parts = []
    if plan.customer:
        parts.append(_("Customers"))
    if plan.account:
        parts.append(_("Companies"))
    kinds = dict.fromkeys(rule.kind for rule in plan.events)
    parts += [str(kind.label) if (kind := kind_named(name)) else name for name in kinds]
    return ", ".join(parts)
