"""Forget a person here too: verdicts keep what was sent, and deliveries that wait hold it."""

from collections.abc import Sequence
from typing import Any

import orjson
from django.db.models import Q

from nabiz.intake.models import Delivery, Verdict
from nabiz.intake.reading import BATCH, read
from nabiz.intake.refusals import Refusal


def forget(customer_ids: Sequence[int], needles: Sequence[str]) -> None:
    """Called by the erasure of customers, in its transaction. `needles` are texts that name the person."""
    about = Q(customer_id__in=customer_ids)
    for needle in needles:
        about |= Q(payload__icontains=needle) | Q(who=needle) | Q(detail__icontains=needle)
    Verdict.objects.filter(about).delete()
    for delivery in Delivery.objects.select_for_update().order_by("pk").iterator(chunk_size=100):
        _forget_in(delivery, [needle.casefold() for needle in needles])


def _forget_in(delivery: Delivery, needles: Sequence[str]) -> None:
    """Take the events that name the person out of a delivery; one that cannot be read goes as a whole."""
    try:
        events = read(bytes(delivery.body), delivery.call).events
    except Refusal:
        delivery.delete()
        return
    kept = [event for event in events if not _names(event, needles)]
    if not kept:
        delivery.delete()
    elif len(kept) < len(events):
        delivery.body, delivery.call, delivery.events = _batch_of(delivery, kept), BATCH, len(kept)
        delivery.save(update_fields=["body", "call", "events"])


def _batch_of(delivery: Delivery, events: list[Any]) -> bytes:
    parcel = read(bytes(delivery.body), delivery.call)
    shared = {"context": parcel.context, "integrations": parcel.integrations, "sentAt": parcel.sent_at}
    return orjson.dumps({**shared, "batch": events})


def _names(event: Any, needles: Sequence[str]) -> bool:
    text = str(event).casefold()
    return any(needle in text for needle in needles)
