"""What an erasure does beyond the tables of each package: it takes note, drops mails and jobs, and searches files."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from psycopg import sql

from nabiz.customers import erasure
from nabiz.customers.addresses import since_of
from nabiz.privacy import tombstones
from nabiz.privacy.hashing import keyed_hash
from nabiz.privacy.models import Erasure
from nabiz.team.outbox import forget_mails

PIECE = 1 << 20
LONGEST_NEEDLE = 1 << 10


def take_note(customer_ids: Sequence[int], needles: Sequence[str]) -> None:
    """Before anything is gone: how much there is, and by what the person is recognised should they come back."""
    since = since_of(customer_ids)
    noted = Erasure.objects.create(
        number=customer_ids[0],
        customers=list(customer_ids),
        known_since=min(since.values()),
        hashes=sorted(
            [*map(keyed_hash, needles), *(tombstones.hash_of(number, when) for number, when in since.items())]
        ),
        removed=rows_about(customer_ids),
    )
    transaction.on_commit(lambda: tombstones.keep(noted))
    transaction.on_commit(cache.clear)


def forget(customer_ids: Sequence[int], needles: Sequence[str]) -> None:
    """Mails to the person, and what jobs were told about them."""
    forget_mails([needle for needle in needles if "@" in needle])
    named = "|".join([*map(_quoted, needles), *(rf'"customer(_id)?": {number}\M' for number in customer_ids)])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status <> 'doing' AND args::text ~* %s", [named])


def files_that_mention(customer_ids: Sequence[int], needles: Sequence[str]) -> list[str]:
    """Files below the home folder's `files` in which one of the needles stands, by their names."""
    folder = Path(settings.MEDIA_ROOT)
    wanted = [spelling for needle in needles for spelling in (needle.encode(), needle.encode("utf-16-le"))]
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if wanted and folder.exists() else []
    return [f"files/{path.relative_to(folder)}" for path in files if _mentions(path, wanted)]


def rows_about(customer_ids: Sequence[int]) -> dict[str, int]:
    """How many rows of which table carry these customers' numbers."""
    counted: dict[str, int] = {}
    for table, column in tables_about_customers():
        query = sql.SQL("SELECT count(*) FROM {} WHERE {} = ANY(%s)")
        with connection.cursor() as cursor:
            cursor.execute(query.format(sql.Identifier(table), sql.Identifier(column)), [list(customer_ids)])
            if n := cursor.fetchone()[0]:
                counted[table] = counted.get(table, 0) + n
    return counted


def tables_about_customers() -> list[tuple[str, str]]:
    """Table and column of every reference to a customer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables "
            "USING (table_schema, table_name) WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' "
            "AND data_type = 'bigint' AND (column_name = 'customer_id' OR (table_name, column_name) = "
            "('customers_customer', 'id')) AND table_name <> 'timeline_gone' ORDER BY 1"
        )
        return list(cursor.fetchall())


def register() -> None:
    erasure.register_witness("privacy", take_note)
    erasure.register("privacy", forget)
    erasure.register_search("files", files_that_mention)


def _quoted(needle: str) -> str:
    return "".join(letter if letter.isalnum() else f"\\{letter}" for letter in needle)


def _mentions(path: Path, wanted: Sequence[bytes]) -> bool:
    return any(needle.lower() in piece for piece in _pieces(path) for needle in wanted)


def _pieces(path: Path) -> Iterator[bytes]:
    """A file in pieces that overlap, so that nothing hides on a border; in lower case."""
    tail = b""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield tail + piece.lower()
            tail = piece.lower()[-LONGEST_NEEDLE:]
