"""Rows as lists of cells, made into columns."""

from collections.abc import Sequence

import pyarrow as pa

from nabiz.imports.reading import limits
from nabiz.imports.reading.delimited import Parsed
from nabiz.imports.reading.problems import Problem
from nabiz.imports.reading.tables import BadRow


def of_cells(kept: Sequence[tuple[int, list[str | None]]], names: list[str], before: int, last: int) -> Parsed:
    bad = tuple(_too_wide(number, row, len(names)) for number, row in kept if any(row[len(names) :]))
    wide = {row.number for row in bad}
    good = [(number, row) for number, row in kept if number not in wide]
    columns = [
        pa.array([row[at] if at < len(row) else None for _, row in good], pa.string()) for at in range(len(names))
    ]
    return Parsed(before, last, pa.table(columns, names), pa.array([number for number, _ in good], pa.int64()), bad)


def _too_wide(number: int, row: list[str | None], width: int) -> BadRow:
    problem = Problem("columns", {"found": len(row), "expected": width, "row": number})
    return BadRow(number, problem, "\t".join(cell or "" for cell in row)[: limits.RAW])
