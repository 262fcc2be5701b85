"""What is known of a file: its tables, their columns, and how cells are to be read. Plain values, easy to compare."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Self

import pyarrow as pa

from nabiz.imports.reading.problems import Problem

Kind = Literal["csv", "xlsx", "json", "ndjson", "parquet"]
# "mixed": some rows can only be day first, others only month first. Those are read as what they are;
# a row that could be either is read day first, or month first under "mixed_mdy".
DateOrder = Literal["dmy", "mdy", "ymd", "mixed", "mixed_mdy"]
ColumnType = Literal["text", "number", "integer", "moment", "day", "clock", "truth", "email", "phone"]
BLANK_WORDS = ("?", "NULL", "null", "\\N", "#N/A", "N/A", "n/a", "NaN", "nan", "<NA>", "None")


@dataclass(frozen=True)
class Format:
    """How the cells of one column are written, where it differs from the rest of its table. None: as the table."""

    decimal: Literal[".", ","] | None = None
    thousands: str | None = None
    date_order: DateOrder | None = None


@dataclass(frozen=True)
class Settings:
    """How a table is written. None means "find out"; `look_into` answers with every field filled in.

    `columns` holds what differs by column; `of(name)` is the settings for one column. `header_row` counts from 1;
    0 says that there is none. `records` is the dotted path to the list of records in a JSON document. `blank` are the
    words that stand for an empty cell.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    decimal: Literal[".", ","] | None = None
    thousands: str | None = None
    date_order: DateOrder | None = None
    header_row: int | None = None
    records: str | None = None
    blank: tuple[str, ...] | None = None
    columns: Mapping[str, Format] = field(default_factory=dict)

    def of(self, name: str) -> Self:
        own = self.columns.get(name)
        return self.overridden(own) if own else self

    def overridden(self, by: "Settings | Format | None") -> Self:
        """These settings with each field that `by` fills in instead."""
        if by is None:
            return self
        said = {name: value for name, value in vars(by).items() if value is not None and name != "columns"}
        if isinstance(by, Settings):
            said["columns"] = {
                **self.columns,
                **{name: _merged(self.columns.get(name), own) for name, own in by.columns.items()},
            }
        return replace(self, **said)


def _merged(old: Format | None, new: Format) -> Format:
    return replace(old or Format(), **{name: value for name, value in vars(new).items() if value is not None})


@dataclass(frozen=True)
class Column:
    """One column as its sampled cells show it. `blanks` and `sampled` count cells of the sample."""

    name: str
    type: ColumnType
    samples: tuple[str, ...] = ()
    blanks: int = 0
    sampled: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table of a file. `name` is unique in it: accounts.csv, export.zip/accounts.csv, book.xlsx/Sheet1.

    `sample_numbers` are those that the rows of the sample have in the file.
    """

    name: str
    kind: Kind
    settings: Settings
    columns: tuple[Column, ...]
    sample: tuple[Mapping[str, str], ...] = ()
    rows: int | None = None
    rows_are_estimated: bool = False
    bytes: int = 0
    problems: tuple[Problem, ...] = ()
    sample_numbers: tuple[int, ...] = ()

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


@dataclass(frozen=True)
class BadRow:
    """A row that could not be split into cells: its number, why, and the beginning of it as it stands."""

    number: int
    problem: Problem
    raw: str


@dataclass(frozen=True)
class Batch:
    """Rows as they stand in the file: every column `pa.string()`, a blank cell null.

    Rows are numbered from 1, the header not counted and blank lines counted, so that row n of a file with its header in
    the first line is row n + 1 of a spreadsheet. `numbers` has the number of each row in `rows`; `last_row` is what to
    hand to `batches(after_row=…)` to go on behind this batch.
    """

    first_row: int
    last_row: int
    rows: pa.Table
    numbers: pa.Array
    bad: tuple[BadRow, ...] = ()
    problems: tuple[Problem, ...] = ()
