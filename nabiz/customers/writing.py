"""Rows in memory written in one statement, where Django's bulk_update would build a CASE for each of them."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

TYPES = {"traits": "jsonb", "told": "jsonb", "account_id": "bigint", "owner_id": "bigint", "since": "timestamptz"}


def write_rows(rows: Sequence[Any], columns: Sequence[str]) -> None:
    """Write these columns of customers or accounts as the rows have them."""
    if not rows:
        return
    values = [[_plain(getattr(row, name)) for row in rows] for name in columns]
    settings = ", ".join(f"{name} = new.{name}::{TYPES.get(name, 'text')}" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {rows[0]._meta.db_table} it SET {settings} "  # noqa: S608  our own names
            f"FROM unnest(%s::bigint[], {', '.join('%s::text[]' for _ in columns)}) AS new (id, {', '.join(columns)}) "
            "WHERE it.id = new.id",
            [[row.pk for row in rows], *values],
        )


def _plain(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
