"""How long the metrics take over a mirror of made-up events, without PostgreSQL in between.

python bench/metrics.py --events 2000000 --customers 100000
"""

import argparse
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import django
import numpy as np
import pyarrow as pa

START = datetime(2024, 12, 1, tzinfo=UTC)
MONTHS = 24
HOME = SimpleNamespace(time_zone="Europe/Istanbul", currency="TRY")
# Share of all events, family, and how a kind's facts are made up.
MIX = [
    (0.04, "feedback", "survey.invited"), (0.012, "feedback", "survey.answered"),
    (0.03, "support", "conversation.opened"), (0.028, "support", "conversation.resolved"),
    (0.01, "money", "subscription.started"), (0.005, "money", "subscription.changed"), (0.005, "money", "subscription.ended"),
    (0.05, "money", "order.paid"),
    (0.62, "usage", "feature.used"), (0.2, "usage", "page.viewed"),
]  # fmt: skip


def columns(kind, count, customers, rng):
    """The facts that metrics read, as arrays."""
    number = rng.integers(0, customers, count)
    text = number.astype("U12")
    made = {"customer_id": number}
    if kind.startswith("survey"):
        made |= {"measure": rng.choice(["nps", "csat", "ces"], count), "invitation": text}
        made |= {"score": rng.integers(0, 11, count)} if kind.endswith("answered") else {}
    if kind.startswith("conversation"):
        made |= {"conversation": text}
    if kind.startswith("subscription"):
        made |= {"subscription": text, "mrr": rng.choice([100, 200, 900], count) * (not kind.endswith("ended"))}
    return made


def write_mirror(events, customers, rng):
    from nabiz.timeline.mirror import parts
    from nabiz.timeline.mirror.columns import schema_of
    from nabiz.timeline.mirror.manifest import DimensionFile, FamilyFiles, Manifest, folder, write_manifest

    folder().mkdir(parents=True)
    manifest, first = Manifest(database="bench"), 0
    for month in range(MONTHS):
        for family in ("feedback", "support", "money", "usage"):
            tables = []
            for part, its, kind in MIX:
                count = int(events * part / MONTHS)
                if its == family and count:
                    tables.append(table_of(kind, count, month, customers, schema_of(family), first, rng))
                    first += count
            whole = (
                pa.concat_tables(tables)
                .unify_dictionaries()
                .combine_chunks()
                .sort_by([("customer_id", "ascending"), ("happened_at", "ascending")])
            )
            name = f"{START.year + (11 + month) // 12}-{(11 + month) % 12 + 1:02}"
            files = manifest.families.setdefault(family, FamilyFiles(version=1))
            files.files[name] = [parts.write_part(family, name, whole)]
    people = pa.array(range(customers), pa.int64())
    table = pa.table({"customer_id": people, "canonical_id": people, "account_id": pa.nulls(customers, pa.int64()),
                      "language": pa.array(rng.choice(["tr", "en"], customers)), "country": pa.array(["TR"] * customers)})  # fmt: skip
    manifest.dimensions["customers"] = DimensionFile("1", parts.write_dimension("customers", table))
    segments = pa.table(
        {"customer_id": people, "segment": pa.array(rng.choice(["home", "venue", "school"], customers))}
    )
    manifest.dimensions["segments"] = DimensionFile("1", parts.write_dimension("segments", segments))
    write_manifest(manifest)


def table_of(kind, count, month, customers, schema, first, rng):
    begin = int(START.timestamp()) + month * 30 * 86_400
    seconds = rng.integers(begin, begin + 30 * 86_400, count)
    made = columns(kind, count, customers, rng) | {
        "id": np.arange(first, first + count), "happened_at": seconds * 1_000_000, "kind": [kind] * count,
        "channel": rng.choice(["email", "app", "web", "phone"], count), "touchpoint": [""] * count,
        "stage": rng.choice(["buy", "receive", "use", "support"], count), "source": [""] * count, "currency": [""] * count,
    }  # fmt: skip
    arrays = []
    for field in schema:
        if field.name not in made:
            arrays.append(pa.nulls(count, field.type))
        elif pa.types.is_dictionary(field.type):
            arrays.append(pa.array(made[field.name], pa.string()).dictionary_encode().cast(field.type))
        elif pa.types.is_decimal(field.type):
            arrays.append(pa.array(made[field.name]).cast(pa.decimal128(23, 4)).cast(field.type))
        else:
            arrays.append(pa.array(made[field.name]).cast(field.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=2_000_000)
    parser.add_argument("--customers", type=int, default=100_000)
    wanted = parser.parse_args()
    django.setup()
    from django.conf import settings

    settings.MIRROR = Path(tempfile.mkdtemp(prefix="nabiz-bench-")) / "mirror"
    rng = np.random.default_rng(7)
    began = time.perf_counter()
    write_mirror(wanted.events, wanted.customers, rng)
    print(f"mirror of {wanted.events:,} events written in {time.perf_counter() - began:.1f} s")
    measure()


def measure():
    from nabiz.metrics import queries
    from nabiz.metrics.definitions import declared_metrics
    from nabiz.metrics.parsing import parse_question
    from nabiz.timeline.mirror.manifest import read_manifest
    from nabiz.timeline.mirror.reading import Snapshot

    seen = Snapshot(read_manifest(), ())
    print(f"{'milliseconds':24}{'first':>10}{'again':>10}{'kept':>10}")
    for metric in declared_metrics():
        for by in (["month"], ["month", "segment"]):
            question = parse_question(metric.name, HOME, by=by, since="2024-12", until="2026-11")
            times = []
            for _ in range(4):
                queries._counts.clear(), queries._answers.clear()
                began = time.perf_counter()
                queries.ask(question, seen)
                times.append(1000 * (time.perf_counter() - began))
            began = time.perf_counter()
            queries.ask(question, seen)
            kept = 1000 * (time.perf_counter() - began)
            print(
                f"{metric.name + (' × segment' if len(by) > 1 else ''):32}{times[0]:8.0f}{statistics.median(times[1:]):10.0f}{kept:10.2f}"
            )


if __name__ == "__main__":
    main()
