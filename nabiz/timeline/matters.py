"""Events that ask for somebody: recent ones of a kind, and those that were opened and never closed."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, F, QuerySet, Window
from django.db.models.fields.json import KT
from django.db.models.functions import RowNumber
from django.utils import timezone

from nabiz.timeline.facts import Fact
from nabiz.timeline.models import Event


def recent(fact: type[Fact], *, within: timedelta) -> QuerySet[Event]:
    """Events of one kind of the last while, about customers, newest first."""
    since = timezone.now() - within
    about = Event.objects.filter(kind=fact.kind.name, happened_at__gte=since, customer_id__isnull=False)
    return about.order_by("-happened_at", "-id")


def still_open(opened: type[Fact], closed: type[Fact], *, by: str, within: timedelta, at_most: int) -> list[Event]:
    """What was opened within a while and never closed, oldest first; `by` is the fact that tells matters apart.

    Openings are few compared with everything else a customer does, so both ends are read and matched here.
    """
    openings = list(recent(opened, within=within))
    ended = set(recent(closed, within=within).values_list(f"facts__{by}", flat=True))
    waiting = [event for event in openings if event.facts.get(by) not in ended]
    return waiting[::-1][:at_most]


def latest_of_each(*facts: type[Fact], by: str) -> QuerySet[Event]:
    """The newest event about each thing of these kinds, newest first; `by` is the fact that tells things of one source
    apart. Its type is text."""
    of_these = Event.objects.filter(kind__in=[fact.kind.name for fact in facts], **{f"facts__{by}__isnull": False})
    turn = Window(
        RowNumber(), partition_by=[F("source"), KT(f"facts__{by}")], order_by=[F("happened_at").desc(), F("id").desc()]
    )
    newest = of_these.annotate(turn=turn).filter(turn=1).values("pk")
    return Event.objects.filter(pk__in=newest).order_by("-happened_at", "-id")


def history_of(*facts: type[Fact], by: str, thing: str, source: str) -> QuerySet[Event]:
    """Everything that happened to one thing, oldest first."""
    kinds = [fact.kind.name for fact in facts]
    return Event.objects.filter(kind__in=kinds, source=source, **{f"facts__{by}": thing}).order_by("happened_at", "id")


def of_each(*facts: type[Fact], by: str, among: Collection[str]) -> QuerySet[Event]:
    """Everything of these kinds that happened to any of several things, oldest first."""
    kinds = [fact.kind.name for fact in facts]
    return Event.objects.filter(kind__in=kinds, **{f"facts__{by}__in": list(among)}).order_by("happened_at", "id")


def told_from_outside(fact: type[Fact], *, by: str, among: Collection[str]) -> dict[str, int]:
    """How many events of one kind other systems told of each thing; `by` is the fact that names it."""
    outside = Event.objects.filter(kind=fact.kind.name, **{f"facts__{by}__in": list(among)}).exclude(source="nabiz")
    return dict(outside.order_by().values_list(KT(f"facts__{by}")).annotate(n=Count("pk")))


def between(fact: type[Fact], since: datetime, until: datetime) -> QuerySet[Event]:
    """Events of one kind that happened in [since, until), newest first, whoever they are about."""
    found = Event.objects.filter(kind=fact.kind.name, happened_at__gte=since, happened_at__lt=until)
    return found.order_by("-happened_at", "-id")
