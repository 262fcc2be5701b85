"""What a member may see of sources and of what they send."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Max, Min, QuerySet, Sum
from django.utils import timezone

from nabiz.intake.models import Delivery, Source, Tally, Verdict, hash_of
from nabiz.intake.reasons import sentence
from nabiz.team.queries import home_zone

if TYPE_CHECKING:
    from nabiz.team.models import Member

SHOWN = 100


@dataclass(frozen=True)
class SourceLine:
    """A source with what it did today, by the company's calendar."""

    source: Source
    last_at: datetime | None
    stored: int
    rejected: int


@dataclass(frozen=True)
class Queue:
    """Deliveries that are not events yet."""

    waiting: int
    oldest_at: datetime | None
    parked: list[Delivery]


def visible_sources(member: "Member") -> QuerySet[Source]:
    return Source.objects.all() if member.can("connect") else Source.objects.none()


def visible_verdicts(member: "Member", *, source: str = "", outcome: str = "") -> QuerySet[Verdict]:
    """Newest first. A source or outcome that does not exist means none of them."""
    if not member.can("connect"):
        return Verdict.objects.none()
    verdicts = Verdict.objects.select_related("source").order_by("-pk")
    if source:
        verdicts = verdicts.filter(source__name=source)
    return verdicts.filter(outcome=outcome) if outcome else verdicts


def is_public_key(key: str) -> bool:
    """Whether this is the key of a browser or an app, which may stand where everybody can read it."""
    public = Source.objects.active().filter(trust=Source.Trust.BROWSER)
    return public.filter(key_hash=hash_of(key)).exists()


def source_lines(member: "Member") -> list[SourceLine]:
    today = timezone.now().astimezone(home_zone()).date()
    last = dict(Tally.objects.values_list("source").annotate(Max("last_at")).values_list("source", "last_at__max"))
    counts = {
        source: (stored, rejected)
        for source, stored, rejected in Tally.objects.filter(day=today)
        .values_list("source")
        .annotate(Sum("stored"), Sum("rejected"))
        .values_list("source", "stored__sum", "rejected__sum")
    }
    return [
        SourceLine(source, last.get(source.pk), *counts.get(source.pk, (0, 0))) for source in visible_sources(member)
    ]


def queue() -> Queue:
    waiting = Delivery.objects.waiting()
    oldest = waiting.aggregate(Min("received_at"))["received_at__min"]
    parked = list(Delivery.objects.parked().select_related("source").defer("body").order_by("pk")[:SHOWN])
    return Queue(waiting.count(), oldest, parked)


def reason_of(verdict: Verdict) -> str:
    """Why, as a sentence in the reader's language; empty where there is nothing to say."""
    return sentence(verdict.reason, verdict.detail) if verdict.reason else ""
