"""A database that answers, for as long as a command needs it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from nabiz.cli.lock import owning
from nabiz.cli.postgres import start_postgres
from nabiz.cli.problems import Problem

OLDEST_SERVER = 160000


@contextmanager
def database(home: Path) -> Iterator[None]:
    """The named server, the one that `nabiz serve` runs on this folder, or one of our own for the time being."""
    if url := os.environ.get("DATABASE_URL"):
        check_server(url)
        yield
    elif is_served(home):
        yield
    else:
        with owning(home):
            postgres = start_postgres(home)
            try:
                yield
            finally:
                postgres.stop()


def check_server(url: str) -> None:
    """Raise a Problem, without the password in it, where the named server cannot be used."""
    address = urlsplit(url)
    where = f"{address.hostname or 'localhost'}:{address.port or 5432}{address.path}"
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
        raise Problem("database_refuses", where=where, reason=reason) from None
    if version < OLDEST_SERVER:
        raise Problem("database_refuses", where=where, reason=f"PostgreSQL {version // 10000} < 16.")


def is_served(home: Path) -> bool:
    """Whether `nabiz serve` runs an embedded server on this folder right now."""
    address = home / "postgres.url"
    try:
        with psycopg.connect(address.read_text().strip(), connect_timeout=2):
            return True
    except (OSError, psycopg.Error):
        return False
