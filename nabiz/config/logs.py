"""What goes to the log: enough to find a fault, nothing about a person and nothing that opens a door."""

import logging
import re
from collections.abc import Iterator
from types import TracebackType

from django.core.exceptions import SuspiciousOperation
from django.db import Error as DatabaseError
from psycopg import Error as PostgresError

MASKS = [
    (re.compile(r"(/team/join/|/password/reset/key/)[^/\s]+"), r"\1…"),
    (re.compile(r"\bnbz_[\w-]+"), "nbz_…"),
    (re.compile(r"[\w.+%-]+@[\w-]+(\.[\w-]+)+"), "…@…"),
]
ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        if record.exc_info and isinstance(record.exc_info[1], SuspiciousOperation):
            record.exc_info = None  # what a stranger sent was refused; there is no fault of ours to find
        text = super().format(record)
        for pattern, mask in MASKS:
            text = pattern.sub(mask, text)
        return text

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802  as the standard library calls it
        """PostgreSQL quotes the row that it refuses, from the second line on."""
        text = super().formatException(ei)
        for error in _chain(ei[1]):
            if isinstance(error, DatabaseError | PostgresError) and "\n" in (said := str(error)):
                text = text.replace(said, said.splitlines()[0])
        return text


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
