"""Small timelines, made by hand: as files, or in the tables where the engine reads those."""

from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
from django.conf import settings

from nabiz.metrics.tests import tables
from nabiz.timeline.facts import family_of
from nabiz.timeline.mirror import parts
from nabiz.timeline.mirror.columns import schema_of
from nabiz.timeline.mirror.manifest import DimensionFile, FamilyFiles, read_manifest, write_manifest

BLANK = {"channel": "", "touchpoint": "", "stage": "", "source": "", "currency": ""}


def at(text):
    """An instant; without an offset it is UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def event(kind, when, customer=1, **more):
    """A row for `write_events`."""
    return {"kind": kind, "happened_at": at(when) if isinstance(when, str) else when, "customer_id": customer} | more


def answers(scores, when="2026-03-10", measure="nps", **more):
    """One answered survey per score, each of another customer."""
    return [
        event("survey.answered", when, number, measure=measure, score=score, **more)
        for number, score in enumerate(scores, 1)
    ]


def subscription(name, *steps, customer=1, account=None):
    """Steps are (what, when, mrr): started, changed, ended, trial_started."""
    made = []
    for what, when, mrr, *plan in steps:
        facts = {"subscription": name, "mrr": Decimal(mrr), "plan": plan[0] if plan else "songs"}
        made.append(event(f"subscription.{what}", when, customer, account_id=account, **facts))
    return made


def write_events(rows):
    """Add events: to the mirror, in the months of their UTC days, or to the event table."""
    if settings.ENGINE == "postgres":
        return tables.insert_events(BLANK | row for row in rows)
    manifest = read_manifest()
    folders = {}
    for number, row in enumerate(rows):
        row = BLANK | {"id": manifest.watermark + number + 1} | row
        folders.setdefault((family_of(row["kind"]), f"{row['happened_at'].astimezone(UTC):%Y-%m}"), []).append(row)
    for (family, month), found in folders.items():
        table = pa.Table.from_pylist(found, schema=schema_of(family))
        kept = manifest.families.setdefault(family, FamilyFiles())
        kept.files.setdefault(month, []).append(parts.write_part(family, month, table))
        kept.version += 1
    manifest.watermark += len(rows)
    write_manifest(manifest)


def write_customers(*rows):
    """Rows of (customer, canonical customer, account, language, country)."""
    if settings.ENGINE == "postgres":
        return tables.insert_customers(rows)
    names = ["customer_id", "canonical_id", "account_id", "language", "country"]
    types = [pa.int64()] * 3 + [pa.string()] * 2
    columns = list(zip(*rows, strict=True)) if rows else [[]] * 5
    write_dimension(
        "customers", {name: pa.array(column, its) for name, column, its in zip(names, columns, types, strict=True)}
    )


def write_segments(**members):
    """Segment name to the customers in it."""
    if settings.ENGINE == "postgres":
        return tables.insert_segments(members)
    pairs = [(customer, name) for name, customers in members.items() for customer in customers]
    write_dimension(
        "segments",
        {
            "customer_id": pa.array([customer for customer, _ in pairs], pa.int64()),
            "segment": pa.array([name for _, name in pairs], pa.string()),
        },
    )


def write_memberships(*rows):
    """Rows of (customer, segment, since, until) with text moments."""
    stretches = [(customer, segment, at(since), at(until)) for customer, segment, since, until in rows]
    if settings.ENGINE == "postgres":
        return tables.insert_memberships(stretches)
    types = [pa.int64(), pa.string(), pa.timestamp("us", "UTC"), pa.timestamp("us", "UTC")]
    names = ["customer_id", "segment", "since", "until"]
    columns = zip(names, zip(*stretches, strict=True), types, strict=True)
    write_dimension("memberships", {name: pa.array(column, its) for name, column, its in columns})


def write_dimension(name, columns):
    manifest = read_manifest()
    path = parts.write_dimension(name, pa.table(columns))
    manifest.dimensions[name] = DimensionFile(path, path)
    write_manifest(manifest)
