"""Take a person's name out of what is not theirs: texts and documents that go on without it."""

import re
from collections.abc import Sequence

from django.db import connection
from psycopg import sql

OWN = {
    "customers_account": ("name", "domain", "key", "traits", "told", "search", "sort_tr", "sort_en"),
    "customers_segment": ("name", "slug", "filter"),
    "customers_savedview": ("name", "query"),
}


def black_out(table: str, columns: Sequence[str], needles: Sequence[str]) -> None:
    """Where one of the needles stands in a column, a word that means nothing takes its place, another in each row."""
    pattern = "|".join(re.escape(needle) for needle in sorted(needles, key=len, reverse=True))
    if not pattern:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND table_name = %s AND column_name = ANY(%s)",
            [table, list(columns)],
        )
        for column, its_type in cursor.fetchall():
            cursor.execute(_black_out_in(table, column, its_type), [pattern, pattern])


def forget_in_texts(customer_ids: Sequence[int], needles: Sequence[str]) -> None:
    """Companies, segments and saved views stay; a filter that named the person finds nobody, as it does from now on."""
    for table, columns in OWN.items():
        black_out(table, columns, needles)


def _black_out_in(table: str, column: str, its_type: str) -> sql.Composed:
    name = sql.Identifier(column)
    cast = sql.SQL("::jsonb" if its_type == "jsonb" else "::text")
    return sql.SQL(
        "UPDATE {table} SET {name} = regexp_replace({name}::text, %s, "
        "'erased-' || substr(md5(random()::text), 1, 8), 'gi'){cast} WHERE {name}::text ~* %s"
    ).format(table=sql.Identifier(table), name=name, cast=cast)
