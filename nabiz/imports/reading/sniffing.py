"""How a delimited text is written, by its beginning: delimiter, quotation mark, and where the header stands."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from nabiz.imports.reading.problems import Problem
from nabiz.imports.reading.tables import Settings

DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 200
DATA = re.compile(
    r"^[+\-(₺$€£]*\s?\d[\d.,:/\- ]*[%)]?$|^[^@\s]+@[^@\s]+\.\w+$|^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-][\d:]+)?$"
)


def sniffed(text: str, said: Settings) -> tuple[Settings, list[str], tuple[Problem, ...]]:
    """Settings with delimiter, quote and header row filled in, the header's cells, and what is odd about it."""
    quote = said.quote if said.quote is not None else _quote(text)
    delimiter = said.delimiter or max(DELIMITERS, key=lambda sign: _fitness(_rows(text, sign, quote)))
    rows = _rows(text, delimiter, quote)
    header, problems = (said.header_row, ()) if said.header_row is not None else header_row(rows)
    filled = replace(said, delimiter=delimiter, quote=quote, header_row=header)
    if not header:
        return filled, [""] * max((len(row) for row in rows), default=1), problems
    return filled, rows[header - 1] if header <= len(rows) else [], problems


def _quote(text: str) -> str:
    return "'" if '"' not in text and re.search(r"(?:^|[,;\t|])'[^'\n]*'[,;\t|]", text[:20_000], re.MULTILINE) else '"'


def _rows(text: str, delimiter: str, quote: str) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(
        text.splitlines(keepends=True),
        delimiter=delimiter,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    try:
        for row in reader:
            rows.append(row)
            if len(rows) == LOOKED_AT:
                break
    except csv.Error:
        pass
    return rows


def _fitness(rows: Sequence[Sequence[str]]) -> tuple[float, int]:
    """How evenly a delimiter cuts: the share of rows with the usual number of columns, if that is more than one."""
    widths = Counter(len(row) for row in rows if row)
    if not widths:
        return 0.0, 0
    width, count = max(widths.items(), key=lambda found: (found[1] * (found[0] > 1), found[0]))
    return (count / widths.total(), width) if width > 1 else (0.0, 1)


def header_row(rows: list[list[str]]) -> tuple[int, tuple[Problem, ...]]:
    """The first row that is as wide as most; 0 where that one looks like those below it."""
    if not rows:
        return 1, ()
    width = Counter(len(row) for row in rows if row).most_common(1)[0][0]
    at = next((at for at, row in enumerate(rows) if len(row) >= width and any(row)), 0)
    if _is_data(rows[at], rows[at + 1 :]):
        return 0, (Problem("no_header"),)
    return at + 1, (Problem("rows_above", {"row": at + 1}),) if at else ()


def _is_data(header: list[str], rows: list[list[str]]) -> bool:
    """Whether more columns are data from their first cell on than have a name above data."""
    if not rows:
        return False
    as_data = as_name = 0
    for at, cell in enumerate(header):
        below = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
        if below and sum(1 for value in below if DATA.match(value)) >= 0.8 * len(below):
            if DATA.match(cell.strip()):
                as_data += 1
            elif cell.strip():
                as_name += 1
    return as_data > as_name
