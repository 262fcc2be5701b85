"""Small tables that numbers are grouped by. The package that owns one registers it."""

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True)
class Dimension:
    """`version` changes whenever `table` would; it is asked every second, so it must be cheap."""

    name: str
    table: Callable[[], pa.Table]
    version: Callable[[], str]


_dimensions: dict[str, Dimension] = {}


def register(name: str, table: Callable[[], pa.Table], version: Callable[[], str]) -> None:
    _dimensions[name] = Dimension(name, table, version)


def registered() -> list[Dimension]:
    return list(_dimensions.values())
