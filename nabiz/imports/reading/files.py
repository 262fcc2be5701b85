"""The door: what is in a file, and its rows."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from nabiz.imports.reading import kinds, looks, reads
from nabiz.imports.reading.problems import Unreadable
from nabiz.imports.reading.sources import Part, parts
from nabiz.imports.reading.tables import Batch, Settings, Table

LOOKS = {
    "csv": looks.delimited_text,
    "json": looks.document,
    "ndjson": looks.lines,
    "parquet": looks.parquet,
    "xlsx": looks.workbook,
}
READS = {
    "csv": reads.delimited_text,
    "json": reads.document,
    "ndjson": reads.lines,
    "parquet": reads.parquet,
    "xlsx": reads.workbook,
}


def look_into(path: Path, *, settings: Mapping[str, Settings] | None = None) -> list[Table]:
    """The tables of a file, each with how it is written, its columns and some of its rows.

    Reads a bounded beginning and a few further blocks, so a large file is as quick as a small one. `settings` by table
    name overrides what is found out, field by field. Raises Unreadable with a sentence where there is nothing to read.
    """
    found: list[Table] = []
    for part in parts(path):
        found += LOOKS[kinds.kind_of(part)](part, settings or {})
    return found


def batches(path: Path, table: Table, *, after_row: int = 0, size: int = 50_000) -> Iterator[Batch]:
    """The rows of a table behind the row `after_row`, at most `size` at a time, in the memory of a few batches.

    Rows that cannot be split into cells are in `bad` of the batch that they stand in; the others go on. Raises
    Unreadable where the file itself ends in the middle or is damaged, after the rows up to there were given.
    """
    yield from READS[table.kind](_part(path, table), table, after_row, size)


def _part(path: Path, table: Table) -> Part:
    """The part that a table was found in; the file may have been renamed since."""
    found = parts(path)
    if len(found) == 1 and not found[0].entry:
        return found[0]
    inner = _inner(table.name)
    for part in found:
        if inner == _inner(part.name) or inner.startswith(f"{_inner(part.name)}/"):
            return part
    raise Unreadable("gone", file=path.name, table=table.name)


def _inner(name: str) -> str:
    return name.partition("/")[2]
