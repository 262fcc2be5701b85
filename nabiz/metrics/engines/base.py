"""What every engine can do: say a question in its dialect, and answer it over tables and small tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias

import pyarrow as pa
from django.conf import settings
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Files:
    """A table of the mirror: its Parquet files (none is an empty table), and the Ibis type of each column."""

    paths: tuple[str, ...]
    columns: Mapping[str, str]
    read: tuple[str, ...] = ()  # which of the columns the query reads, where that is known
    kinds: tuple[str, ...] = ()  # of which events only these belong to it, where not all do


@dataclass(frozen=True)
class Select:
    """A table of the database: a SELECT with %s where the parameters go, and the Ibis type of each column."""

    query: str
    parameters: tuple[Any, ...]
    columns: Mapping[str, str]


Table: TypeAlias = Files | Select | pa.Table


class MirrorMoved(RuntimeError):
    """A file was put away or broken when it was to be read: take a new snapshot and ask again."""


class Unanswered(RuntimeError):
    """The engine cannot answer just now, with a sentence for whoever asked."""


def took_too_long() -> Unanswered:
    sentence = _("The answer took longer than %(seconds)s seconds and was given up. Ask for a shorter time.")
    return Unanswered(sentence % {"seconds": settings.ENGINE_TIMEOUT})


class Engine(Protocol):
    @property
    def reads(self) -> Literal["mirror", "database"]:
        """Which of the two its large tables must come from."""

    @property
    def holds(self) -> bool:
        """Whether it can keep tables in memory between questions, so that sharing them is worth while."""

    def compile(self, expression: Any) -> str:
        """The Ibis expression in the engine's own words."""

    def columns_read(self, query: str, expression: Any) -> Mapping[str, tuple[str, ...]]:
        """Which columns of which tables the compiled expression reads; of engines that hold tables."""

    def run(self, query: str, tables: Mapping[str, Table]) -> pa.Table:
        """The answer over the tables that the query names. Safe from many threads.

        MirrorMoved where a file is not there or not whole, Unanswered where it takes too long or the engine is away.
        """
