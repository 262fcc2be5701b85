"""The intake's own few connections to the database of the settings: asynchronous, and replaced when they die."""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any, LiteralString

import psycopg
from django.db import connections
from psycopg_pool import AsyncConnectionPool

LANES = 2  # one commit is on its way to the disk while the next is prepared
WITHIN = 8.0  # seconds until a request is told to come again

Pool = AsyncConnectionPool[Any]


def make_pool() -> Pool:
    """Connections of the intake's own, to the database of the settings."""
    given = connections["default"].settings_dict
    options = {name: value for name, value in given["OPTIONS"].items() if name not in {"pool", "isolation_level"}}
    arguments = {
        "dbname": given["NAME"], "user": given["USER"], "password": given["PASSWORD"], "host": given["HOST"],
        "port": given["PORT"], **options, "autocommit": True, "application_name": "nabiz intake",
        "prepare_threshold": 1,
    }  # fmt: skip
    return AsyncConnectionPool(
        kwargs={name: value for name, value in arguments.items() if value != ""},
        min_size=1, max_size=LANES + 1, timeout=WITHIN, max_idle=60, reconnect_timeout=5, open=False,
    )  # fmt: skip


async def run(pool: Pool, query: LiteralString, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """One statement in a transaction of its own; returns its rows. Where the connection turns out to be dead, all of
    them are looked after and it is tried once more.
    """
    connection = None
    try:
        async with pool.connection() as connection:
            return await _rows(connection, query, values)
    except psycopg.OperationalError:
        if connection is None or not connection.closed:
            raise
    await pool.check()
    async with pool.connection() as connection:
        return await _rows(connection, query, values)


async def _rows(
    connection: psycopg.AsyncConnection[Any], query: LiteralString, values: Sequence[Any]
) -> list[tuple[Any, ...]]:
    cursor = await connection.execute(query, values)
    return await cursor.fetchall() if cursor.description else []


async def close_pool(pool: Pool) -> None:
    with contextlib.suppress(TimeoutError, psycopg.Error):
        await asyncio.wait_for(pool.close(timeout=1), 2)
