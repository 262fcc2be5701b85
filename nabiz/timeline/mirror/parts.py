"""Files of the mirror: write parts, put small ones together, leave people out."""

import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from nabiz.timeline.facts import FAMILIES, Family, family_of
from nabiz.timeline.mirror.columns import ENVELOPE, schema_of, typed_facts
from nabiz.timeline.mirror.manifest import folder

TOGETHER_FROM = 6
_ORDER = [("customer_id", "ascending"), ("happened_at", "ascending"), ("id", "ascending")]


def split(table: pa.Table) -> Iterator[tuple[Family, str, pa.Table]]:
    """Exported rows as (family, month, sorted table with typed facts)."""
    families = pa.array([family_of(kind) for kind in table["kind"].to_pylist()], pa.string())
    for family in FAMILIES:
        rows = table.filter(pc.equal(families, family))
        if not rows.num_rows:
            continue
        typed = _typed(rows, family)
        months = pc.strftime(typed["happened_at"], "%Y-%m")
        for month in pc.unique(months).to_pylist():
            yield family, month, typed.filter(pc.equal(months, month)).sort_by(_ORDER)


def write_part(family: str, month: str, table: pa.Table) -> str:
    """Write one file; its name says how many rows it holds, so that nobody need open it to know."""
    path = Path("events") / family / month / f"{secrets.token_hex(6)}-{table.num_rows}.parquet"
    return _write(path, table)


def write_dimension(name: str, table: pa.Table) -> str:
    return _write(Path("dimensions") / f"{name}-{secrets.token_hex(6)}.parquet", table)


class Damaged(RuntimeError):
    """A file of the mirror is none any more; its name."""


def rows_in(path: str) -> int:
    return int(Path(path).stem.rpartition("-")[2])


def worth_joining(paths: Iterable[str]) -> list[str]:
    """The small files of a month that should become one: each row is rewritten only a logarithmic number of times."""
    chosen: list[str] = []
    total = 0
    for path in sorted(paths, key=rows_in):
        if len(chosen) >= TOGETHER_FROM and rows_in(path) > 2 * total:
            break
        chosen.append(path)
        total += rows_in(path)
    return chosen if len(chosen) >= TOGETHER_FROM else []


def joined(
    family: Family, paths: Iterable[str], *, without: Iterable[int] = (), column: str = "customer_id"
) -> pa.Table:
    """The rows of several files as one sorted table, those of erased customers or withdrawn events left out."""
    schema = schema_of(family)
    tables = [_fitted(_read(path), schema) for path in paths]
    table = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
    gone = pa.array(sorted(without), pa.int64())
    if len(gone):
        table = table.filter(pc.invert(pc.is_in(table[column], gone)))
    return table.sort_by(_ORDER)


def mentions(path: str, numbers: Iterable[int], column: str = "customer_id") -> bool:
    """Whether a file holds a row of any of these customers, or of events with these ids."""
    held = _read(path, columns=[column])[column]
    return bool(pc.any(pc.is_in(held, pa.array(sorted(numbers), pa.int64()))).as_py())


def _read(path: str, **options: Any) -> pa.Table:
    try:
        return pq.read_table(folder() / path, **options)
    except (OSError, pa.ArrowException) as error:
        raise Damaged(path) from error


def _typed(rows: pa.Table, family: Family) -> pa.Table:
    schema = schema_of(family)
    columns = [_cast(rows[field.name].combine_chunks(), field.type) for field in ENVELOPE]
    facts = rows["facts"].combine_chunks()
    columns += [facts] if family == "other" else typed_facts(facts, family)
    return pa.Table.from_arrays(columns, schema=schema)


def _cast(column: pa.Array, wanted: pa.DataType) -> pa.Array:
    return column.dictionary_encode().cast(wanted) if pa.types.is_dictionary(wanted) else column.cast(wanted)


def _fitted(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """A file from before a fact was declared lacks its column; the fact is missing there."""
    columns = [
        table[field.name].cast(field.type) if field.name in table.column_names else pa.nulls(table.num_rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _write(path: Path, table: pa.Table) -> str:
    target = folder() / path
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = target.with_suffix(".writing")
    pq.write_table(table, scratch, compression="zstd", row_group_size=256 * 1024)
    scratch.rename(target)
    return path.as_posix()
