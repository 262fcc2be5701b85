"""Reading each kind of file to its end, in batches."""

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from nabiz.imports.reading import columnar, delimited, documents, encodings, grids, workbooks
from nabiz.imports.reading.delimited import Parsed
from nabiz.imports.reading.problems import Problem, Unreadable
from nabiz.imports.reading.sources import Part, on_disk, opened
from nabiz.imports.reading.tables import BadRow, Batch, Table


def delimited_text(part: Part, table: Table, after_row: int, size: int) -> Iterator[Batch]:
    with opened(part) as stream:
        text = encodings.Utf8(stream, table.settings.encoding or "utf-8")
        yield from _batches(delimited.parsed(text, table.names, table.settings), after_row, size)


def lines(part: Part, table: Table, after_row: int, size: int) -> Iterator[Batch]:
    with opened(part) as stream:
        text = encodings.Utf8(stream, table.settings.encoding or "utf-8")
        yield from _batches(_tables(documents.from_lines(text), table, after_row), after_row, size)


def document(part: Part, table: Table, after_row: int, size: int) -> Iterator[Batch]:
    with opened(part) as stream:
        text = encodings.Utf8(stream, table.settings.encoding or "utf-8")
        records = documents.from_list(text, table.settings.records or "", part.name)
        yield from _batches(_tables(records, table, after_row), after_row, size)


def parquet(part: Part, table: Table, after_row: int, size: int) -> Iterator[Batch]:
    with on_disk(part) as file:
        found = columnar.rows(columnar.file_of(file, part.name), part.name, after_row=after_row, size=size)
        for before, rows in found:
            last = before + len(rows)
            yield Batch(before + 1, last, rows, columnar.numbers(before + 1, len(rows)))


def workbook(part: Part, table: Table, after_row: int, size: int) -> Iterator[Batch]:
    header = table.settings.header_row or 0
    with on_disk(part) as file, workbooks.opened(file, part.name) as book:
        sheet = next((name for name in book.sheets if table.name.endswith(f"/{name}")), "")
        if not sheet:
            raise Unreadable("gone", file=part.name, table=table.name)
        rows = ((number - header, row) for number, row in workbooks.rows(book, sheet) if number > header)
        yield from _batches(_cells(rows, table.names, after_row), after_row, size)


def _cells(rows: Iterable[workbooks.Row], names: list[str], after_row: int, many: int = 10_000) -> Iterator[Parsed]:
    kept: list[workbooks.Row] = []
    number = before = 0
    for number, row in rows:
        if number > after_row:
            kept.append((number, row))
        if len(kept) == many:
            yield grids.of_cells(kept, names, before, number)
            kept, before = [], number
    if number > before:
        yield grids.of_cells(kept, names, before, number)


def _tables(
    records: Iterable[tuple[int, documents.Cells | BadRow]], table: Table, after_row: int, many: int = 10_000
) -> Iterator[Parsed]:
    kept: list[tuple[int, documents.Cells]] = []
    bad: list[BadRow] = []
    number = before = 0
    for number, found in records:
        if number > after_row:
            bad.append(found) if isinstance(found, BadRow) else kept.append((number, found))
        if len(kept) + len(bad) == many:
            yield _of_records(kept, bad, table, before, number)
            kept, bad, before = [], [], number
    if number > before:
        yield _of_records(kept, bad, table, before, number)


def _of_records(
    kept: list[tuple[int, documents.Cells]], bad: list[BadRow], table: Table, before: int, last: int
) -> Parsed:
    columns = [pa.array([cells.get(name) for _, cells in kept], pa.string()) for name in table.names]
    known = set(table.names)
    late = dict.fromkeys(name for _, cells in kept for name in cells.keys() - known)
    numbers = pa.array([number for number, _ in kept], pa.int64())
    problems: tuple[Problem, ...] = ()
    if late:
        first = next(number for number, cells in kept if cells.keys() - known)
        problems = (Problem("late_columns", {"row": first, "names": ", ".join(list(late)[:10])}),)
    return Parsed(before, last, pa.table(columns, table.names), numbers, tuple(bad), problems)


def _batches(parsed: Iterable[Parsed], after_row: int, size: int) -> Iterator[Batch]:
    """Blocks cut or joined to batches of at most `size` rows, without those that were read before."""
    waiting: list[Parsed] = []
    for block in parsed:
        if block.last <= after_row:
            continue
        for part in _cut(_behind(block, after_row), size):
            if waiting and sum(len(one.rows) for one in waiting) + len(part.rows) > size:
                yield _joined(waiting)
                waiting = []
            waiting.append(part)
    if waiting:
        yield _joined(waiting)


def _behind(block: Parsed, after_row: int) -> Parsed:
    if block.before >= after_row:
        return block
    keep = pc.greater(block.numbers, after_row)
    bad = tuple(row for row in block.bad if row.number > after_row)
    return Parsed(after_row, block.last, block.rows.filter(keep), block.numbers.filter(keep), bad, block.problems)


def _cut(block: Parsed, size: int) -> Iterator[Parsed]:
    before, bad = block.before, list(block.bad)
    for at in range(0, max(1, len(block.rows)), size):
        is_last = at + size >= len(block.rows)
        last = block.last if is_last else int(block.numbers[at + size - 1].as_py())
        here = tuple(row for row in bad if before < row.number <= last)
        problems = block.problems if not at else ()
        yield Parsed(before, last, block.rows[at : at + size], block.numbers[at : at + size], here, problems)
        before = last


def _joined(blocks: list[Parsed]) -> Batch:
    rows = pa.concat_tables([block.rows for block in blocks])
    numbers = pa.concat_arrays([block.numbers for block in blocks])
    bad = tuple(row for block in blocks for row in block.bad)
    problems = tuple(problem for block in blocks for problem in block.problems)
    return Batch(blocks[0].before + 1, blocks[-1].last, rows, numbers, bad, problems)
