"""How a table is written, as fields: what was found out, and what else could be said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nabiz.imports.reading.tables import Column, Table

Options = tuple[tuple[str, str | Promise], ...]
ENCODINGS: Options = (
    ("utf-8", "UTF-8"), ("utf-16", "UTF-16"), ("cp1254", _("Windows, Turkish (1254)")),
    ("cp1252", _("Windows, Western Europe (1252)")), ("iso-8859-9", _("ISO, Turkish (8859-9)")),
)  # fmt: skip
DELIMITERS: Options = ((",", _("comma ,")), (";", _("semicolon ;")), ("\t", _("tab")), ("|", _("bar |")))
DECIMALS: Options = ((".", _("point: 1,204.50")), (",", _("comma: 1.204,50")))
DATE_ORDERS: Options = (
    ("dmy", _("day, month, year")), ("mdy", _("month, day, year")), ("ymd", _("year, month, day")),
    ("mixed", _("mixed; unclear ones day first")), ("mixed_mdy", _("mixed; unclear ones month first")),
)  # fmt: skip
FIELDS = ("encoding", "delimiter", "decimal", "date_order", "header_row", "records")
DATED = ("moment", "day")
LONGEST = 200


@dataclass(frozen=True)
class Field:
    name: str
    label: str | Promise
    value: str
    options: Options = ()

    @property
    def in_words(self) -> str | Promise:
        return next((label for value, label in self.options if value == self.value), self.value)


def fields_of(table: Table) -> list[Field]:
    """What matters for this kind of file."""
    its, found = table.settings, []
    if table.kind == "csv":
        found = [
            Field("encoding", _("Letters"), _usual(its.encoding), _with(ENCODINGS, _usual(its.encoding))),
            Field("delimiter", _("Between the columns"), its.delimiter or ",", _with(DELIMITERS, its.delimiter or ",")),
        ]
    if table.kind in ("csv", "xlsx"):
        found.append(Field("header_row", _("Row of the headings (0: none)"), str(its.header_row or 0)))
    if table.kind in ("csv", "ndjson", "json", "xlsx"):
        found.append(Field("decimal", _("Decimals"), its.decimal or ".", DECIMALS))
    if table.kind == "json":
        found.append(Field("records", _("Where the list of records is"), its.records or ""))
    return found


def date_fields(table: Table) -> list[Field]:
    """A field for each column with days, as orders may differ between them."""
    dated = [(n, column) for n, column in enumerate(table.columns) if _is_written_date(table, column)]
    return [
        Field(f"date{n}", column.name, table.settings.of(column.name).date_order or "ymd", DATE_ORDERS)
        for n, column in dated
    ]


def settings_from(told: Mapping[str, str], table: Table, before: Mapping[str, Any]) -> dict[str, Any]:
    """What a person said until now, and what the form says otherwise than was found out."""
    settings: dict[str, Any] = dict(before)
    for field in fields_of(table):
        text = told.get(field.name, field.value)[:LONGEST]
        if text == field.value or (field.options and text not in dict(field.options)):
            continue
        settings[field.name] = int(text) if field.name == "header_row" and text.isdecimal() else text
    columns = dict(settings.get("columns", {}))
    for n, field in ((int(each.name[4:]), each) for each in date_fields(table)):
        text = told.get(field.name, field.value)
        if text != field.value and text in dict(DATE_ORDERS):
            columns[table.columns[n].name] = {**columns.get(table.columns[n].name, {}), "date_order": text}
    return {**settings, "columns": columns} if columns else settings


def _is_written_date(table: Table, column: Column) -> bool:
    """Parquet and workbooks know their dates; in texts the order has to be known."""
    return column.type in DATED and table.kind != "parquet"


def _usual(encoding: str | None) -> str:
    return {"utf-8-sig": "utf-8"}.get((encoding or "utf-8").lower(), (encoding or "utf-8").lower())


def _with(options: Options, value: str) -> Options:
    return options if value in dict(options) else (*options, (value, value))
