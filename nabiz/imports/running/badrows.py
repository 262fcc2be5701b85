"""The file of rows that could not be taken: the same columns, and why. Corrected, it can be imported itself."""

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from nabiz.imports.reading.tables import BadRow

REASON = "problem"
ROW = "row in the file"
HARMLESS = re.compile(r"[+-]?[\d\s.,()%/:-]*")
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


class BadRows:
    """Appends to a file and can go back to what belongs to the rows that were committed."""

    def __init__(self, path: Path, columns: Sequence[str], size: int = 0) -> None:
        self.path, self.columns, self.size = path, list(columns), size
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.truncate(size)

    def add(self, rows: Iterable[tuple[int, Sequence[str | None], str]], broken: Iterable[BadRow] = ()) -> int:
        """Write rows with their number and reason; returns how long the file is then."""
        lines = [[*map(guarded, cells), str(number), reason] for number, cells, reason in rows]
        blank = [""] * (len(self.columns) - 1)
        lines += [[guarded(each.raw), *blank, str(each.number), str(each.problem)] for each in broken]
        if not lines:
            return self.size
        with self.path.open("a", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            if not self.size:
                writer.writerow([*self.columns, ROW, REASON])
            writer.writerows(lines)
        self.size = self.path.stat().st_size
        return self.size


def guarded(cell: str | None) -> str:
    """A cell that begins like a formula would be run by a spreadsheet; an apostrophe makes it text."""
    text = cell or ""
    return f"'{text}" if text.startswith(RUN_BY_SPREADSHEETS) and not HARMLESS.fullmatch(text) else text
