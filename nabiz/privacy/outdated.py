"""Settle how long something is kept, and delete what has been kept long enough."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from nabiz.privacy.events import RetentionApplied, RetentionChanged
from nabiz.privacy.models import RetentionRule
from nabiz.privacy.rules import Rule, moment, rule_named, rules
from nabiz.timeline.commands import Actor, announce

BATCH = 5_000
IN_A_NIGHT = 2_000_000  # of each rule; the rest follows in the next


class TooShort(ValueError):
    """A law asks for more."""


@dataclass(frozen=True)
class Deleted:
    rule: Rule
    n: int


@transaction.atomic
def settle_retention(rule: Rule, days: int | None, *, by: Actor) -> Rule:
    """Keep something for so many days from now on, None: without an end. Raises TooShort below what a law asks for."""
    if days is not None and (days < rule.keeping.least or days < 1):
        raise TooShort(rule.keeping.name)
    name = rule.keeping.name
    if days != rule.days or not rule.is_settled:
        wanted = {"days": days, "settled_at": timezone.now()}
        RetentionRule.objects.update_or_create(name=name, defaults=wanted)
        announce(RetentionChanged(rule=name, what=_in_english(rule), days=days), by=by)
    return rule_named(name) or rule


def delete_outdated(*, most: int = IN_A_NIGHT) -> list[Deleted]:
    """Delete what every rule calls outdated, in portions; says what went, and writes it on the audit trail."""
    done = [Deleted(rule, _delete(rule, rule.days, most)) for rule in rules() if rule.days is not None]
    return [each for each in done if each.n]


def _delete(rule: Rule, days: int, most: int) -> int:
    before, deleted = moment(days), 0
    try:
        while deleted < most:
            n = rule.keeping.delete(before, min(BATCH, most - deleted))
            deleted += n
            if n == 0:
                break
    finally:
        _tell(rule, days, deleted)
    return deleted


@transaction.atomic
def _tell(rule: Rule, days: int, deleted: int) -> None:
    if deleted:
        happened = RetentionApplied(rule=rule.keeping.name, what=_in_english(rule), deleted=deleted, days=days)
        announce(happened)


def _in_english(rule: Rule) -> str:
    """Readers get it in their own words."""
    with override("en"):
        return str(rule.keeping.what)
