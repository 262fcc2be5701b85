"""What every engine can do: say a question in its dialect, and answer it over files and small tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import pyarrow as pa


@dataclass(frozen=True)
class Files:
    """A table of the mirror: its Parquet files (none is an empty table), and the Ibis type of each column."""

    paths: tuple[str, ...]
    columns: Mapping[str, str]


Table: TypeAlias = Files | pa.Table


class MirrorMoved(RuntimeError):
    """A file was put away while it was to be read: take a new snapshot and ask again."""


class Engine(Protocol):
    def compile(self, expression: Any) -> str:
        """The Ibis expression in the engine's own words."""

    def run(self, query: str, tables: Mapping[str, Table]) -> pa.Table:
        """The answer over the tables that the query names. Safe from many threads.

        MirrorMoved where a file is no longer there.
        """
