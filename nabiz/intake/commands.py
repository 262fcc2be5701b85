"""Every change to sources, their keys and the deliveries that were set aside."""

import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nabiz.intake.events import KeyRotated, SourceChanged, SourceCreated, SourceRevoked
from nabiz.intake.models import Delivery, Source, hash_of
from nabiz.timeline.commands import Actor, announce

RESERVED = frozenset({"nabiz", "demo"})  # what the house itself signs events with
LONGEST_NAME = 60


class NameRefused(ValueError):
    """Its text says why, in the reader's language."""


@transaction.atomic
def create_source(
    name: str,
    trust: str = Source.Trust.SERVER,
    *,
    by: Actor | None = None,
    allowed_events: Sequence[str] = (),
    events_per_minute: int = 0,
) -> tuple[Source, str]:
    """Make a source; returns it with its key, which cannot be had again. Raises NameRefused for a taken name."""
    name = " ".join(name.replace("\0", "").split())
    if not name or len(name) > LONGEST_NAME or name.casefold() in RESERVED:
        raise NameRefused(_("Choose a name of up to 60 letters. “nabiz” and “demo” are taken by Nabız itself."))
    key = _new_key()
    source, is_new = Source.objects.get_or_create(
        name=name,
        defaults={
            "trust": trust,
            "key_hash": hash_of(key),
            "key_hint": _hint(key),
            "allowed_events": list(allowed_events),
            "events_per_minute": events_per_minute,
        },
    )
    if not is_new:
        raise NameRefused(_("There is a source of this name already. Choose another, or make a new key for that one."))
    announce(SourceCreated(name=name), by=by)
    return source, key


@transaction.atomic
def rotate_key(source: Source, *, by: Actor | None = None) -> str:
    """A new key for a source, also for a revoked one. The old one stops within seconds."""
    key = _new_key()
    source.key_hash, source.key_hint, source.revoked_at = hash_of(key), _hint(key), None
    source.save(update_fields=["key_hash", "key_hint", "revoked_at"])
    announce(KeyRotated(name=source.name), by=by)
    return key


@transaction.atomic
def revoke_source(source: Source, *, by: Actor | None = None) -> Source:
    """Take nothing more from a source. What it sent stays. Revoking it again changes nothing."""
    revoked = Source.objects.active().filter(pk=source.pk).update(revoked_at=timezone.now())
    source.refresh_from_db()
    if revoked:
        announce(SourceRevoked(name=source.name), by=by)
    return source


@transaction.atomic
def change_source(
    source: Source, *, allowed_events: Sequence[str], events_per_minute: int, by: Actor | None = None
) -> Source:
    wanted = (list(allowed_events), events_per_minute)
    if (source.allowed_events, source.events_per_minute) != wanted:
        source.allowed_events, source.events_per_minute = wanted
        source.save(update_fields=["allowed_events", "events_per_minute"])
        announce(SourceChanged(name=source.name), by=by)
    return source


def retry_deliveries(numbers: Sequence[int] | None = None) -> int:
    """Let deliveries that were set aside try again, all of them unless told which; returns how many."""
    parked = Delivery.objects.parked()
    if numbers is not None:
        parked = parked.filter(pk__in=numbers)
    return parked.update(attempts=0, problem="")


def _new_key() -> str:
    return "nbz_" + secrets.token_urlsafe(24)


def _hint(key: str) -> str:
    """Enough to tell keys apart, too little to guess one."""
    return key[:7] + "…" + key[-3:]
