"""One person's copy: everything that the register names about them, as a ZIP to read and to hand over."""

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO, Any

from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from psycopg import sql

from nabiz.customers.queries import one_person
from nabiz.privacy.events import CustomerCopied
from nabiz.privacy.register import Kept, about_customers
from nabiz.team.queries import company
from nabiz.timeline.commands import About, Actor, announce
from nabiz.timeline.exports import harmless

IN_MEMORY = 8 << 20
AT_A_TIME = 500
# What says nothing about the person: how rows are found and sorted, hashes, and who of the house did something.
LEFT_OUT = frozenset({
    "xid", "search", "sort_tr", "sort_en", "token_hash", "ip_hash", "agent_hash", "by_id", "member_id", "owner_id",
})  # fmt: skip
Row = dict[str, Any]


@transaction.atomic
def copy_person(customer: Any, *, by: Actor | None = None) -> IO[bytes]:
    """A ZIP with a page in the person's language, one JSON and a CSV of each table; nothing about anybody else."""
    ids = one_person(customer.pk)
    announce(CustomerCopied(number=customer.pk), about=customer, by=by)
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  whoever asked closes it
    its = company()
    language = customer.language or (its.language if its else "en")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, override(language):
        tables = [(kept, list(_rows(kept, ids))) for kept in about_customers()]
        tables = [(kept, rows) for kept, rows in tables if rows]
        for kept, rows in tables:
            archive.writestr(f"{kept.table}.csv", _csv(rows))
        whole = {kept.table: rows for kept, rows in tables}
        archive.writestr("data.json", json.dumps(whole, ensure_ascii=False, indent=1, default=str))
        shown = {"customer": customer, "company": its, "tables": tables, "now": timezone.now()}
        archive.writestr("index.html", render_to_string("privacy/copy.html", shown))
    file.seek(0)
    return file


def file_name(customer: About) -> str:
    return _("customer-%(number)s.zip") % {"number": customer.pk}


def _rows(kept: Kept, ids: Sequence[int]) -> Iterator[Row]:
    with connection.cursor() as cursor:
        cursor.execute(_query(kept), [list(ids)])
        names = [column.name for column in cursor.description or ()]
        while several := cursor.fetchmany(AT_A_TIME):
            for row in several:
                yield {name: _read(value) for name, value in zip(names, row, strict=True) if name not in LEFT_OUT}


def _query(kept: Kept) -> sql.Composed:
    table = sql.Identifier(kept.table)
    if kept.through is None:
        return sql.SQL("SELECT * FROM {} WHERE {} = ANY(%s) ORDER BY 1").format(table, sql.Identifier(kept.column))
    pointer, above, column = map(sql.Identifier, kept.through)
    return sql.SQL("SELECT * FROM {} WHERE {} IN (SELECT id FROM {} WHERE {} = ANY(%s)) ORDER BY 1").format(
        table, pointer, above, column
    )


def _read(value: Any) -> Any:
    """Django's connection hands JSON over as text."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value.hex() if isinstance(value, bytes | memoryview) else value


def _csv(rows: Sequence[Row]) -> str:
    """For spreadsheets: with a mark of its encoding, and no cell that one would run as a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow([harmless(_written(value)) for value in row.values()])
    return out.getvalue()


def _written(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)
