"""Dictionaries from a webhook or a query as rows of text, like those of a file."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
from django.core.serializers.json import DjangoJSONEncoder

from nabiz.imports.reading.documents import Cells, flattened
from nabiz.imports.running.together import Portion

AT_ONCE = 50_000


def portions_of(rows: Sequence[Mapping[str, Any]], *, after: int = 0) -> tuple[list[str], Iterator[Portion]]:
    """The names of all columns, nested ones dotted, and the rows in portions, numbered on from `after`."""
    flat = [flattened(_as_json(row)) for row in rows]
    names = list(dict.fromkeys(name for row in flat for name in row)) or ["nothing"]
    return names, _portions(flat, names, after)


def _as_json(row: Mapping[str, Any]) -> Any:
    """Numbers as they are written, so that money stays exact."""
    return json.loads(json.dumps(row, cls=DjangoJSONEncoder).replace("\\u0000", ""), parse_float=str, parse_int=str)


def _portions(flat: list[Cells], names: list[str], after: int) -> Iterator[Portion]:
    for start in range(0, len(flat), AT_ONCE):
        some = flat[start : start + AT_ONCE]
        table = pa.table({name: pa.array([row.get(name) for row in some], pa.string()) for name in names})
        numbers = pa.array(range(after + start + 1, after + start + len(some) + 1), pa.int64())
        yield Portion(table, numbers, after + start + len(some))
