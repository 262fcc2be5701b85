"""After an erasure PostgreSQL's files still hold the bytes of deleted rows. Rewriting the tables leaves them behind.

The statistics that the planner keeps are samples of real values, so they are made anew and rewritten too. The
write-ahead log holds old pages until its files come round again; COMPROMISES.md says what that means.
"""

from collections.abc import Iterable
from typing import LiteralString

from django.db import connection
from django.utils import timezone
from psycopg import sql

from nabiz.customers.erasure import prove_erased
from nabiz.privacy.erasing import tables_about_customers
from nabiz.privacy.models import Erasure
from nabiz.privacy.register import about_people
from nabiz.timeline.mirror.commands import sweep
from nabiz.timeline.mirror.searching import files_that_know

ALSO = frozenset({"cache"})
AT_NIGHT = 1 << 30  # bytes that are rewritten while nobody waits; larger tables only when somebody says `--now`


def finish_erasures(*, whole: bool) -> list[str]:
    """Drop what erasures left in the mirror's files and in the table files, look again, and write down the proof.

    `whole` rewrites tables of any size; each is locked while that lasts. Returns the places that still know somebody.
    """
    open_ones = list(Erasure.objects.filter(scrubbed_at=None))
    if not open_ones:
        return []
    sweep()
    left = set(scrub(whole=whole))
    for erasure in open_ones:
        found = sorted({*prove_erased(erasure.customers, []), *files_that_know(erasure.customers), *left})
        now = timezone.now()
        Erasure.objects.filter(pk=erasure.pk).update(left=found, proved_at=now, scrubbed_at=None if found else now)
        left |= set(found)
    return sorted(left)


def scrub(*, whole: bool) -> list[str]:
    """Rewrite every table that holds what is about customers; names those that were too large."""
    too_large, may_rewrite = [], may_rewrite_statistics()
    for table in _tables():
        if may_rewrite:  # ANALYZE leaves those of a table that has become empty as they are
            _run("DELETE FROM pg_statistic WHERE starelid = {}::text::regclass", sql.Literal(table))
        if whole or _size(table) <= AT_NIGHT:
            _run("VACUUM (FULL, ANALYZE) {}", sql.Identifier(table))
        else:
            _run("VACUUM (ANALYZE) {}", sql.Identifier(table))
            too_large.append(f"{table} (file)")
    if may_rewrite:
        _run("VACUUM FULL {}", sql.Identifier("pg_statistic"))
    _run("CHECKPOINT")
    return too_large


def _tables() -> Iterable[str]:
    there = set(connection.introspection.table_names())
    in_the_register = {kept.table for kept in about_people()} | ALSO
    return sorted({table for table, _ in tables_about_customers()} | (in_the_register & there))


def _size(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [table])
        return int(cursor.fetchone()[0])


def may_rewrite_statistics() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def _run(statement: LiteralString, *parts: sql.Composable) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*parts))
