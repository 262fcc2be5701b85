"""Events by their age, for the rules on how long each kind is kept."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from nabiz.timeline.facts import Family, declared_kinds
from nabiz.timeline.models import Event


def old_events_of(kinds: Collection[str], before: datetime) -> QuerySet[Event]:
    """Events of these kinds that happened and came in before a moment.

    Both count: what happened years ago and was brought in yesterday was brought in to be looked at.
    """
    return Event.objects.filter(kind__in=list(kinds), happened_at__lt=before, received_at__lt=before)


def old_events_in(family: Family, before: datetime, *, without: Collection[str] = ()) -> QuerySet[Event]:
    """The same for a family; `other` is whatever no package declares."""
    if family == "other":
        left_out = {each.name for each in declared_kinds() if each.family != "other"} | set(without)
        return Event.objects.filter(happened_at__lt=before, received_at__lt=before).exclude(kind__in=left_out)
    kinds = {each.name for each in declared_kinds() if each.family == family}
    return old_events_of(kinds - set(without), before)


def kinds_seen() -> list[str]:
    """Every declared kind and every other that has come in, sorted. Steps from kind to kind along the index."""
    seen = {each.name for each in declared_kinds()}
    kind = Event.objects.order_by("kind").values_list("kind", flat=True).first()
    while kind is not None:
        seen.add(kind)
        kind = Event.objects.filter(kind__gt=kind).order_by("kind").values_list("kind", flat=True).first()
    return sorted(seen)
