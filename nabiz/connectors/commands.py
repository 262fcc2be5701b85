"""Every change to connectors and to what they were sent."""

import base64
import secrets as random
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nabiz.connectors import tasks
from nabiz.connectors.boxes import locked, opened
from nabiz.connectors.events import ConnectorChanged, ConnectorCreated, ConnectorRemoved
from nabiz.connectors.models import OVERLAP, Connector, Delivery
from nabiz.imports.mappings.checking import check
from nabiz.imports.mappings.model import Plan
from nabiz.imports.mappings.toml import as_dict
from nabiz.timeline.commands import Actor, announce

RESERVED = frozenset({"nabiz", "demo"})
LONGEST_NAME = 60
A_MINUTE = timedelta(minutes=1)


class NameRefused(ValueError):
    """Its text says why, in the reader's language."""


@transaction.atomic
def create_connector(
    name: str, kind: str, *, options: Mapping[str, Any], secrets: Mapping[str, str], by: Actor | None = None
) -> Connector:
    """Make a connector. Raises NameRefused for a taken name."""
    name = " ".join(name.replace("\0", "").split())
    if not name or len(name) > LONGEST_NAME or name.casefold() in RESERVED:
        raise NameRefused(_("Choose a name of up to 60 letters. “nabiz” and “demo” are taken by Nabız itself."))
    filled = {"options": dict(options), "secrets": locked(dict(secrets)) if secrets else "", "kind": kind}
    connector, is_new = Connector.objects.get_or_create(name=name, defaults=filled)
    if not is_new:
        raise NameRefused(_("There is a connector of this name already. Choose another."))
    if not connector.receives:
        connector.next_at = timezone.now()
        connector.save(update_fields=["next_at"])
    announce(ConnectorCreated(name=name), by=by)
    return connector


@transaction.atomic
def change_connector(connector: Connector, *, options: Mapping[str, Any], by: Actor | None = None) -> Connector:
    if connector.options != dict(options):
        connector.options = dict(options)
        connector.next_at = connector.next_at and timezone.now()
        connector.save(update_fields=["options", "next_at"])
        announce(ConnectorChanged(name=connector.name, what="settings"), by=by)
    return connector


@transaction.atomic
def map_connector(connector: Connector, plan: Plan, *, by: Actor | None = None) -> Connector:
    """Say how its records become people and events; what waited for it is taken in. Raises BadMapping."""
    plan = replace(plan, source=connector.name)
    check(plan)
    mapping = as_dict(plan)
    if connector.mapping != mapping:
        connector.mapping = mapping
        connector.save(update_fields=["mapping"])
        announce(ConnectorChanged(name=connector.name, what="mapping"), by=by)
        transaction.on_commit(lambda: tasks.soon(connector.pk))
    return connector


@transaction.atomic
def rotate_secret(connector: Connector, secret: str, *, user: str = "", by: Actor | None = None) -> Connector:
    """A new secret; the one before it holds for a day more, so that nothing is lost while the sender changes."""
    before = opened(connector.secrets)
    if before.get("secret") == secret:
        return connector
    connector.old_secrets, connector.old_until = connector.secrets, timezone.now() + OVERLAP
    connector.secrets = locked({**before, "secret": secret} | ({"user": user} if user else {}))
    connector.save(update_fields=["secrets", "old_secrets", "old_until"])
    announce(ConnectorChanged(name=connector.name, what="secret"), by=by)
    return connector


@transaction.atomic
def pause_connector(connector: Connector, *, by: Actor | None = None) -> Connector:
    """Take nothing in for a while. What is delivered meanwhile is kept and waits."""
    if Connector.objects.filter(pk=connector.pk, paused_at=None).update(paused_at=timezone.now()):
        announce(ConnectorChanged(name=connector.name, what="paused"), by=by)
    connector.refresh_from_db()
    return connector


@transaction.atomic
def resume_connector(connector: Connector, *, by: Actor | None = None) -> Connector:
    if Connector.objects.filter(pk=connector.pk).exclude(paused_at=None).update(paused_at=None):
        announce(ConnectorChanged(name=connector.name, what="resumed"), by=by)
        transaction.on_commit(lambda: tasks.soon(connector.pk))
    connector.refresh_from_db()
    return connector


@transaction.atomic
def remove_connector(connector: Connector, *, by: Actor | None = None) -> None:
    """It and what it was sent go; the events and people that came of it stay."""
    if Connector.objects.filter(pk=connector.pk).delete()[0]:
        announce(ConnectorRemoved(name=connector.name), by=by)


def retry_deliveries(connector: Connector, numbers: list[int] | None = None) -> int:
    """Take deliveries in again: those named, whatever became of them, or all that are parked. Returns how many."""
    deliveries = Delivery.objects.filter(connector=connector)
    deliveries = deliveries.parked() if numbers is None else deliveries.filter(pk__in=numbers)
    count = deliveries.update(state=Delivery.State.WAITING, attempts=0, problem="")
    if count:
        tasks.soon(connector.pk)
    return count


def note_refusal(connector: Connector, code: str) -> None:
    """Remember why a sender was turned away; once a minute will do, however many knock."""
    long_ago = Q(problem_at=None) | Q(problem_at__lt=timezone.now() - A_MINUTE) | ~Q(problem=code)
    Connector.objects.filter(long_ago, pk=connector.pk).update(problem=code, problem_at=timezone.now())


def new_secret(scheme: str) -> str:
    """As long as the scheme wants it; Standard Webhooks say how theirs is written."""
    return (
        f"whsec_{base64.b64encode(random.token_bytes(32)).decode()}"
        if scheme == "standard"
        else random.token_urlsafe(32)
    )
