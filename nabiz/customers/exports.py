"""Customers as rows of a file, read piece by piece however many there are."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pyarrow as pa
from django.db.models import QuerySet

from nabiz.customers.facets import trait_names
from nabiz.customers.models import Customer, Identity
from nabiz.customers.queries import in_segment
from nabiz.timeline.exports import Export, harmless

AT_A_TIME = 1_000
COLUMNS = ("id", "name", "email", "phone", "account", "language", "country", "owner", "since")
SCHEMA = pa.schema(
    [
        *((name, pa.int64() if name == "id" else pa.string()) for name in COLUMNS if name != "since"),
        ("since", pa.timestamp("us", "UTC")),
        ("traits", pa.string()),
    ]
)


def customer_records(found: QuerySet[Customer]) -> Iterator[dict[str, Any]]:
    """Each customer with addresses and traits, in the order in which they came."""
    last = 0
    ordered = found.order_by("pk").select_related("account", "owner")
    while customers := list(ordered.filter(pk__gt=last)[:AT_A_TIME]):
        last = customers[-1].pk
        identities = _identities(customers)
        yield from (_record(customer, identities[customer.pk]) for customer in customers)


def csv_lines(found: QuerySet[Customer], *, for_excel: bool, semicolons: bool) -> Iterator[str]:
    """The file, piece by piece. Excel needs a mark at the start to see UTF-8, and in Turkish semicolons between."""
    traits = trait_names()
    yield ("\ufeff" if for_excel else "") + _line([*COLUMNS, *(f"trait.{name}" for name in traits)], semicolons)
    for record in customer_records(found):
        record["since"] = record["since"].isoformat()
        values = [record[column] for column in COLUMNS] + [_plain(record["traits"].get(name)) for name in traits]
        yield _line([harmless(str(value)) for value in values], semicolons)


def _line(values: Iterable[str], semicolons: bool) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=";" if semicolons else ",").writerow(values)
    return line.getvalue()


def _record(customer: Customer, identities: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "id": customer.pk,
        "name": customer.name,
        "email": " ".join(identities[Identity.Kind.EMAIL]),
        "phone": " ".join(identities[Identity.Kind.PHONE]),
        "account": customer.account.name if customer.account else "",
        "language": customer.language,
        "country": customer.country,
        "owner": str(customer.owner) if customer.owner else "",
        "since": customer.since,
        "traits": customer.traits,
    }


def _identities(customers: list[Customer]) -> dict[int, dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = {customer.pk: defaultdict(list) for customer in customers}
    identities = Identity.objects.filter(customer_id__in=found).order_by("-is_verified", "id")
    for customer_id, kind, value in identities.values_list("customer_id", "kind", "value"):
        found[customer_id][kind].append(value)
    return found


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def export_of_segment(slug: str) -> Export:
    """The customers who are in a segment now. The same columns as of all."""

    def records(source: str, since: datetime | None) -> Iterator[dict[str, Any]]:
        found = in_segment(slug)
        return customer_records(found.filter(since__gte=since) if since else found)

    return replace(EXPORT, records=records)


def _records(source: str, since: datetime | None) -> Iterator[dict[str, Any]]:
    everyone = Customer.objects.present()
    return customer_records(everyone.filter(since__gte=since) if since else everyone)


EXPORT = Export("customers", SCHEMA, _records)
