"""Pairs of customers who may be one person: found bit by bit, kept with their reasons, put to a member to decide."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from psycopg.types.json import Jsonb

from nabiz.customers.likeness import CERTAIN, PROPOSED, Reason, reasons_for, weight_of
from nabiz.customers.merging import merge_customers
from nabiz.customers.models import Candidate, Customer
from nabiz.customers.traces import Traces, keys_of, name_key, traces_of
from nabiz.timeline.commands import Actor

AT_ONCE = 2_000
LARGEST_BLOCK = 40  # what more than so many share says nothing about who they are
REMEMBERED = 200_000
LATER = timedelta(days=30)


def look_for_duplicates(*, most: int | None = None) -> int:
    """Compare whoever is new or changed since the last look with all who share something; returns how many were.

    Harmless when stopped: each portion is a transaction, and the next look goes on where this one ended.
    """
    looked_at, memory = 0, dict[int, Traces]()
    while most is None or looked_at < most:
        with transaction.atomic():
            customers = _changed(AT_ONCE)
            _look_at(customers, memory)
        looked_at += len(customers)
        if len(customers) < AT_ONCE:
            break
    return looked_at


def open_candidates() -> QuerySet[Candidate]:
    """What waits for a decision, the likeliest first."""
    apart = Candidate.objects.filter(one__merged_into=None, other__merged_into=None, is_different=False)
    due = apart.filter(Q(put_off_until=None) | Q(put_off_until__lte=timezone.now()))
    return due.select_related("one__account", "other__account").order_by("-weight", "pk")


def is_certain(candidate: Candidate) -> bool:
    return candidate.weight >= CERTAIN


@transaction.atomic
def accept_candidate(candidate: Candidate, *, keep: Customer, by: Actor) -> None:
    """They are one person: `keep` stands for both."""
    gone = candidate.other if keep == candidate.one else candidate.one
    merge_customers(gone, into=keep, by=by, reason="duplicate")


def reject_candidate(candidate: Candidate, *, by: Actor) -> None:
    """They are two, which is remembered however alike they become."""
    Candidate.objects.filter(pk=candidate.pk).update(is_different=True, by_id=by.pk, judged_at=timezone.now())


def put_off_candidate(candidate: Candidate, *, by: Actor) -> None:
    until = timezone.now() + LATER
    Candidate.objects.filter(pk=candidate.pk).update(put_off_until=until, by_id=by.pk, judged_at=timezone.now())


def _changed(most: int) -> list[Customer]:
    """Who differs from what was compared. `search` holds all that people are found by, so its digest tells."""
    rows = Customer.objects.raw(
        "SELECT c.* FROM customers_customer c LEFT JOIN customers_trace t ON t.customer_id = c.id "
        "WHERE c.merged_into_id IS NULL AND t.digest IS DISTINCT FROM md5(c.search || c.traits::text) "
        "ORDER BY c.id LIMIT %s",
        [most],
    )
    return list(rows)


def _look_at(customers: Sequence[Customer], memory: dict[int, Traces]) -> None:
    """`memory` are those who were compared before, in this look; they come up again and again."""
    if not customers:
        return
    if len(memory) > REMEMBERED:
        memory.clear()
    traces = traces_of(customers)
    _note(traces)
    pairs = _sharing([each.pk for each in traces])
    bearers = _bearers(traces)
    memory |= {each.pk: each for each in traces}
    missing = {pk for pair in pairs for pk in pair} - memory.keys()
    memory |= {each.pk: each for each in traces_of(list(Customer.objects.filter(pk__in=missing)))}
    found = []
    for one, other in pairs:
        reasons = reasons_for(memory[one], memory[other], bearers=bearers.get(name_key(memory[one]), 2))
        if (weight := weight_of(reasons)) >= PROPOSED:
            found.append(Candidate(one_id=one, other_id=other, weight=weight, reasons=_written(reasons)))
    _replace([each.pk for each in traces], found)


def _note(traces: Sequence[Traces]) -> None:
    with connection.cursor() as cursor:
        keys = [Jsonb(sorted(set(keys_of(each)))) for each in traces]
        cursor.execute(_NOTE, [[each.pk for each in traces], keys])


def _sharing(pks: Sequence[int]) -> set[tuple[int, int]]:
    """Pairs with a key in common, the smaller number first. A key that many have is left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT key FROM customers_trace t, unnest(t.keys) AS key WHERE t.customer_id = ANY(%s)",
            [list(pks)],
        )
        keys = [row[0] for row in cursor.fetchall()]
        cursor.execute(_BLOCKS, [keys, keys, LARGEST_BLOCK])
        blocks = [row[0] for row in cursor.fetchall()]
    new = set(pks)
    return {pair for block in blocks for pair in _pairs(block, new)}


def _pairs(block: Sequence[int], new: set[int]) -> Iterator[tuple[int, int]]:
    ordered = sorted(block)
    for at, one in enumerate(ordered):
        yield from ((one, other) for other in ordered[at + 1 :] if one in new or other in new)


def _bearers(traces: Iterable[Traces]) -> dict[str, int]:
    """How many are called by each of these names."""
    names = [name for each in traces if (name := name_key(each))]
    with connection.cursor() as cursor:
        cursor.execute(_BEARERS, [names, names])
        return dict(cursor.fetchall())


def _replace(looked_at: Sequence[int], found: Sequence[Candidate]) -> None:
    """What a member decided or put off stays as it is; the rest is what was found now."""
    among = Q(one__in=looked_at) | Q(other__in=looked_at)
    Candidate.objects.filter(among, judged_at=None).delete()
    Candidate.objects.bulk_create(
        found,
        batch_size=1_000,
        update_conflicts=True,
        unique_fields=["one", "other"],
        update_fields=["weight", "reasons"],
    )


def _written(reasons: Sequence[Reason]) -> list[tuple[str, float, str]]:
    return [(each.code, round(each.weight, 1), each.detail) for each in reasons]


_NOTE = """
INSERT INTO customers_trace (customer_id, digest, keys)
SELECT c.id, md5(c.search || c.traits::text), ARRAY(SELECT jsonb_array_elements_text(new.keys))
FROM unnest(%s::bigint[], %s::jsonb[]) AS new (id, keys) JOIN customers_customer c ON c.id = new.id
ON CONFLICT (customer_id) DO UPDATE SET digest = excluded.digest, keys = excluded.keys
"""
_BLOCKS = """
SELECT array_agg(t.customer_id) FROM customers_trace t
JOIN customers_customer c ON c.id = t.customer_id AND c.merged_into_id IS NULL
CROSS JOIN unnest(t.keys) AS key
WHERE t.keys && %s::text[] AND key = ANY(%s::text[]) GROUP BY key HAVING count(*) BETWEEN 2 AND %s
"""
_BEARERS = """
SELECT key, count(*) FROM customers_trace t CROSS JOIN unnest(t.keys) AS key
WHERE t.keys && %s::text[] AND key = ANY(%s::text[]) GROUP BY key
"""
