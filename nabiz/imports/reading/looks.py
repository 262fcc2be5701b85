"""Looking into each kind of file: its settings, its columns, some of its rows."""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

import pyarrow as pa

from nabiz.imports.reading import columnar, delimited, documents, encodings, grids, limits, sniffing, workbooks
from nabiz.imports.reading.guessing import guessed
from nabiz.imports.reading.names import named
from nabiz.imports.reading.problems import Problem, Unreadable, in_bytes
from nabiz.imports.reading.sources import Part, on_disk, opened
from nabiz.imports.reading.tables import BadRow, Kind, Settings, Table

Said = Mapping[str, Settings]


def delimited_text(part: Part, said: Said) -> list[Table]:
    """A CSV by its head and, where the file can be jumped in, by some blocks further on."""
    asked = said.get(part.name, Settings())
    head, is_whole, encoding = _head(part, asked)
    text = encodings.Utf8(io.BytesIO(head), encoding).read(len(head))
    settings, header, odd = sniffing.sniffed(text.decode("utf-8", "replace"), replace(asked, encoding=encoding))
    if not text.strip():
        raise Unreadable("empty", file=part.name)
    if not header or (len(header[0]) > limits.RAW and not is_whole):
        raise Unreadable("long_row", file=part.name, row=1, limit=in_bytes(limits.RAW))
    names, doubled = named(header, part.name)
    blocks = [*delimited.parsed(io.BytesIO(text), names, settings)]
    if not is_whole:
        blocks = _whole(blocks)
    blocks += [] if is_whole else _further(part, names, settings)
    rows, numbers, bad = _joined(blocks, names)
    last = blocks[-1].last if blocks else 0
    counted = last if is_whole else _estimate(part, len(head), blocks[0].last if blocks else 1)
    problems = (*odd, *doubled, *_odd_text(text), *_ragged(bad, len(rows)))
    return [_table(part.name, "csv", settings, rows, numbers, counted, part, problems, is_estimated=not is_whole)]


def _head(part: Part, asked: Settings) -> tuple[bytes, bool, str]:
    """The bounded beginning of a file, whether that is all of it, and how its letters are written."""
    with opened(part) as stream:
        head = stream.read(limits.HEAD)
        is_whole = len(head) < limits.HEAD and not stream.read(1)
    return head, is_whole, encodings.known(asked.encoding) if asked.encoding else encodings.sniffed(head)


def _whole(blocks: list[delimited.Parsed]) -> list[delimited.Parsed]:
    """Without the last row of a head: it is cut."""
    if not blocks:
        return []
    last = blocks[-1]
    if len(last.numbers) and last.numbers[-1].as_py() == last.last:
        return [*blocks[:-1], replace(last, last=last.last - 1, rows=last.rows[:-1], numbers=last.numbers[:-1])]
    return [*blocks[:-1], replace(last, bad=tuple(row for row in last.bad if row.number != last.last))]


def _estimate(part: Part, looked_at: int, rows: int) -> int:
    return max(rows, round(rows * max(part.bytes, looked_at) / looked_at))


def _further(part: Part, names: list[str], settings: Settings) -> list[delimited.Parsed]:
    """Blocks spread over the rest of a file, each from its second line on. Their row numbers are estimates."""
    if not part.can_jump or (settings.encoding or "").startswith("utf-16"):
        return []
    found: list[delimited.Parsed] = []
    step = (part.bytes - limits.HEAD) // limits.SAMPLED_BLOCKS
    for at in range(limits.HEAD, part.bytes - limits.SAMPLED_BYTES, max(step, limits.SAMPLED_BYTES)):
        with opened(part, at=at) as stream:
            data = encodings.Utf8(stream, settings.encoding or "utf-8").read(limits.SAMPLED_BYTES)
        lines = data[data.find(b"\n") + 1 : data.rfind(b"\n") + 1]
        blocks = [*delimited.parsed(io.BytesIO(lines), names, replace(settings, header_row=0))]
        if blocks and not any(block.bad for block in blocks):
            found += blocks
    return found


def _odd_text(text: bytes) -> Iterator[Problem]:
    if b"\x00" in text:
        yield Problem("nul")
    if (windows := text.count(b"\r\n")) and windows < text.count(b"\n"):
        yield Problem("line_ends")


def _ragged(bad: list[BadRow], good: int) -> Iterator[Problem]:
    ragged = [row for row in bad if row.problem.code == "columns"]
    if ragged:
        yield Problem("ragged", {"count": len(ragged), "sampled": good + len(bad), "row": ragged[0].number})


def _joined(blocks: list[delimited.Parsed], names: list[str]) -> tuple[pa.Table, pa.Array, list[BadRow]]:
    empty = pa.schema([(name, pa.string()) for name in names]).empty_table()
    rows = pa.concat_tables([empty, *(block.rows for block in blocks)])
    numbers = pa.concat_arrays([pa.array([], pa.int64()), *(block.numbers for block in blocks)])
    return rows, numbers, [row for block in blocks for row in block.bad]


def _table(
    name: str, kind: Kind, settings: Settings, rows: pa.Table, numbers: pa.Array, counted: int | None, part: Part,
    problems: Iterable[Problem], *, is_estimated: bool = False,
) -> Table:  # fmt: skip
    chosen = _spread(len(rows))
    columns, settings = guessed(rows.take(chosen).combine_chunks(), numbers.take(chosen), settings)
    shown = [{key: cell or "" for key, cell in row.items()} for row in rows[: limits.SHOWN_ROWS].to_pylist()]
    found = [*problems, *([] if len(rows) else [Problem("header_only")])]
    places = tuple(numbers[: limits.SHOWN_ROWS].to_pylist())
    return Table(
        name, kind, settings, columns, tuple(shown), counted, is_estimated, part.bytes, tuple(found), places
    )  # fmt: skip


def _spread(count: int) -> pa.Array:
    """Rows of a sample, evenly over all that were looked at."""
    step = max(1, -(-count // limits.SAMPLED_ROWS))
    return pa.array(range(0, count, step), pa.int64())


def lines(part: Part, said: Said) -> list[Table]:
    asked = said.get(part.name, Settings())
    head, is_whole, encoding = _head(part, asked)
    text = encodings.Utf8(io.BytesIO(head), encoding).read(len(head))
    found = [*documents.from_lines(io.BytesIO(text if is_whole else text[: text.rfind(b"\n") + 1] or text))]
    if not any(isinstance(record, dict) for _, record in found):
        raise Unreadable("bad_ndjson", file=part.name)
    last = found[-1][0]
    counted = last if is_whole else _estimate(part, len(head), last)
    settings = replace(asked, encoding=encoding)
    return [_of_records(part, "ndjson", settings, found, counted, is_estimated=not is_whole)]


def document(part: Part, said: Said) -> list[Table]:
    asked = said.get(part.name, Settings())
    head, is_whole, encoding = _head(part, asked)
    paths = documents.lists_in(encodings.Utf8(io.BytesIO(head), encoding))
    path = asked.records if asked.records is not None else _only(paths, part.name)
    settings = replace(asked, encoding=encoding, records=path)
    with opened(part) as stream:
        records = documents.from_list(encodings.Utf8(stream, encoding), path, part.name)
        found = [*islice(records, None if is_whole else limits.SAMPLED_ROWS)]
    return [_of_records(part, "json", settings, found, len(found) if is_whole else None)]


def _only(paths: list[str], file: str) -> str:
    if not paths:
        raise Unreadable("no_records", file=file)
    outer = [path for path in paths if path.count(".") == paths[0].count(".")]
    if len(outer) > 1:
        raise Unreadable("which_records", file=file, lists=", ".join(outer[:10]))
    return outer[0]


def _of_records(
    part: Part, kind: Kind, settings: Settings, found: list[tuple[int, documents.Cells | BadRow]], counted: int | None,
    *, is_estimated: bool = False,
) -> Table:  # fmt: skip
    records = [(number, cells) for number, cells in found if isinstance(cells, dict)]
    if not records:
        raise Unreadable("no_records", file=part.name)
    keys = dict.fromkeys(key for _, cells in records for key in cells)
    names, doubled = named(list(keys), part.name)
    rows = pa.table(
        {
            name: pa.array([cells.get(key) for _, cells in records], pa.string())
            for name, key in zip(names, keys, strict=True)
        }
    )
    numbers = pa.array([number for number, _ in records], pa.int64())
    inner = next((name for name in keys if "." in name), None)
    problems = [*doubled, *([Problem("flattened", {"name": inner})] if inner else [])]
    return _table(part.name, kind, settings, rows, numbers, counted, part, problems, is_estimated=is_estimated)


def parquet(part: Part, said: Said) -> list[Table]:
    with on_disk(part) as file:
        opened_file = columnar.file_of(file, part.name)
        total = opened_file.metadata.num_rows
        step = max(1, total // (limits.SAMPLED_BLOCKS + 1))
        found = [
            next(columnar.rows(opened_file, part.name, after_row=at, size=limits.SAMPLED_ROWS), None)
            for at in range(0, total, step)
        ]
        names, doubled = named(
            columnar.as_text(opened_file.schema_arrow.empty_table(), part.name).column_names, part.name
        )
    empty = pa.schema([(name, pa.string()) for name in names]).empty_table()
    rows = pa.concat_tables([empty, *(one[1] for one in found if one)])
    numbers = pa.concat_arrays(
        [pa.array([], pa.int64()), *(columnar.numbers(one[0] + 1, len(one[1])) for one in found if one)]
    )
    settings = replace(said.get(part.name, Settings()), encoding="utf-8", decimal=".", thousands="")
    return [_table(part.name, "parquet", settings, rows, numbers, total, part, doubled)]


def workbook(part: Part, said: Said) -> list[Table]:
    """Each sheet that has cells, by its first rows."""
    found = []
    with on_disk(part) as file, workbooks.opened(file, part.name) as book:
        for sheet in book.sheets:
            rows = [*islice(workbooks.rows(book, sheet), limits.SAMPLED_ROWS + 1)]
            if rows:
                found.append(_sheet(part, f"{part.name}/{sheet}", rows, said))
    if not found:
        raise Unreadable("no_sheet", file=part.name)
    return found


def _sheet(part: Part, name: str, rows: list[workbooks.Row], said: Said) -> Table:
    asked = said.get(name, Settings())
    is_whole = len(rows) <= limits.SAMPLED_ROWS
    cells = dict(rows[: sniffing.LOOKED_AT])
    above = [[cell or "" for cell in cells.get(at, [])] for at in range(1, min(max(cells), 1_000) + 1)]
    header, odd = (asked.header_row, ()) if asked.header_row is not None else sniffing.header_row(_squared(above))
    width = max(len(row) for _, row in rows)
    titles = [cell or "" for cell in cells.get(header, [])] if header else []
    names, doubled = named([*titles, *[""] * (0 if titles else width)], part.name)
    body = [(number - header, row) for number, row in rows if number > header]
    parsed = grids.of_cells(body, names, 0, body[-1][0] if body else 0)
    settings = replace(asked, encoding="utf-8", header_row=header)
    problems = (*odd, *doubled, *_ragged([*parsed.bad], len(parsed.rows)))
    counted = parsed.last if is_whole else None
    return _table(name, "xlsx", settings, parsed.rows, parsed.numbers, counted, part, problems)


def _squared(rows: list[list[str]]) -> list[list[str]]:
    """Rows of a sheet end at their last cell: made as wide as the widest, where they have more than one."""
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) if len(row) > 1 or width == 1 else row for row in rows]
