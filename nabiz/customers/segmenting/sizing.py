"""How many a filter means, live: one pass that also brings a few of them, and a sentence where it takes too long."""

from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from django.db.models import Count, Window

from nabiz.customers.filters import CustomerFilter
from nabiz.customers.models import Customer

MOST_SECONDS = 5
SHOWN = 8


@dataclass(frozen=True)
class Size:
    """`n` is None where counting was given up."""

    n: int | None
    total: int
    sample: list[Customer]

    @property
    def share(self) -> float:
        return self.n / self.total if self.n and self.total else 0.0


def size_of(chosen: CustomerFilter, seconds: int = MOST_SECONDS) -> Size:
    """The newest few stand for all: who they are shows soonest whether a condition says what was meant."""
    found = Customer.objects.present().filter(chosen.condition()).annotate(n=Window(Count("*")))
    total = Customer.objects.present().count()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {seconds * 1000:d}")
            sample = list(found.select_related("account").order_by("-since", "-id")[:SHOWN])
            cursor.execute("SET LOCAL statement_timeout = 0")
    except OperationalError:
        return Size(None, total, [])
    return Size(sample[0].n if sample else 0, total, sample)  # type: ignore[attr-defined]
