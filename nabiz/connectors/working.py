"""Work off what was delivered: each delivery once, a bad one parked with its reason, the rest never held up by it."""

import logging
from collections.abc import Callable, Sequence

from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.utils import timezone

from nabiz.connectors.bodies import records_of
from nabiz.connectors.mapped import bring_records
from nabiz.connectors.models import TRIES, Connector, Delivery
from nabiz.connectors.stripe.bringing import bring
from nabiz.connectors.stripe.messages import Unusable
from nabiz.imports.mappings.toml import BadMapping

log = logging.getLogger(__name__)
AT_ONCE = 100
State = Delivery.State


def work_off(connector: Connector) -> int:
    """All that waits, the oldest first; returns how many deliveries were looked at. One at a time for a connector."""
    if connector.paused_at or connector.waits_for_mapping:
        return 0
    last = done = 0
    while waiting := list(Delivery.objects.waiting().filter(connector=connector, pk__gt=last).order_by("pk")[:AT_ONCE]):
        last, done = waiting[-1].pk, done + len(waiting)
        if connector.kind == Connector.Kind.STRIPE:
            for delivery in waiting:
                _try(delivery, _take_message)
        elif not _took_together(connector, waiting):
            for delivery in waiting:
                _try(delivery, _take_records)
    if done:
        Connector.objects.filter(pk=connector.pk).update(heard_at=timezone.now())
    return done


def _try(delivery: Delivery, take: Callable[[Delivery], str]) -> None:
    try:
        with transaction.atomic():
            told = take(delivery)
            _settle(delivery, State.DONE if told else State.IGNORED, told=told)
    except (Unusable, BadMapping) as problem:
        _settle(delivery, State.PARKED, problem=str(problem))
    except (OperationalError, InterfaceError):
        raise  # the database itself: the same delivery goes through in a moment
    except Exception as error:
        log.warning("Delivery %s could not be taken in: %s", delivery.pk, type(error).__name__)
        is_hopeless = delivery.attempts + 1 >= TRIES or not isinstance(error, DatabaseError)
        _settle(delivery, State.PARKED if is_hopeless else State.WAITING, problem=type(error).__name__)


def _settle(delivery: Delivery, state: str, *, told: str = "", problem: str = "") -> None:
    delivery.state, delivery.told, delivery.problem = state, told[:200], problem[:1_000]
    delivery.attempts += 1
    delivery.save(update_fields=["state", "told", "problem", "attempts"])


def _take_message(delivery: Delivery) -> str:
    return bring(delivery.connector, bytes(delivery.body))


def _take_records(delivery: Delivery) -> str:
    """All records of a delivery or none, so that it can be parked as a whole."""
    connector = delivery.connector
    rows = records_of(bytes(delivery.body), delivery.content_type, str(connector.options.get("rows_at") or ""))
    brought = bring_records(connector, rows)
    if brought.bad_rows:
        raise Unusable(next(iter(brought.bad.values()), "?"))
    return str(len(rows))


def _took_together(connector: Connector, waiting: Sequence[Delivery]) -> bool:
    """The usual case: nothing is wrong with any of them, and one pass takes them all. Else nothing has happened."""
    try:
        with transaction.atomic():
            several = [
                records_of(bytes(each.body), each.content_type, str(connector.options.get("rows_at") or ""))
                for each in waiting
            ]
            brought = bring_records(connector, [row for rows in several for row in rows])
            if brought.bad_rows:
                raise Unusable
            for delivery, rows in zip(waiting, several, strict=True):
                _settle(delivery, State.DONE, told=str(len(rows)))
            return True
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        return False
