"""XLSX: the cells of each sheet as text. A formula is the value that was saved with it; nothing is ever calculated."""

import datetime
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from python_calamine import CalamineError, CalamineWorkbook

from nabiz.imports.reading import limits
from nabiz.imports.reading.problems import Unreadable, in_bytes

Workbook = CalamineWorkbook


def workbook(file: IO[bytes], name: str) -> CalamineWorkbook:
    _check(file, name)
    try:
        return CalamineWorkbook.from_filelike(file)
    except CalamineError as why:
        raise Unreadable("damaged", file=name, what="XLSX") from why


def _check(file: IO[bytes], name: str) -> None:
    """Refuse what would unpack to more than a workbook can be."""
    try:
        with zipfile.ZipFile(file) as packed:
            entries = packed.infolist()
    except zipfile.BadZipFile as why:
        raise Unreadable("damaged", file=name, what="XLSX") from why
    for entry in entries:
        if entry.file_size > max(limits.RATIO_FROM, entry.compress_size * limits.RATIO):
            raise Unreadable("zip_bomb", file=name, entry=entry.filename[: limits.NAME], size=in_bytes(entry.file_size))
    file.seek(0)


def sheets(book: CalamineWorkbook) -> list[str]:
    return [sheet.name for sheet in book.sheets_metadata if str(sheet.typ).endswith("WorkSheet")]


def rows(book: CalamineWorkbook, sheet: str, name: str) -> Iterator[list[str | None]]:
    try:
        found = book.get_sheet_by_name(sheet)
    except CalamineError as why:
        raise Unreadable("damaged", file=name, what="XLSX") from why
    start = found.start
    for _ in range(start[0] if start else 0):
        yield []
    for row in found.iter_rows():
        yield [_text(value) for value in row]


def _text(value: Any) -> str | None:
    match value:
        case str():
            return value or None
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
        case datetime.datetime():
            return value.isoformat(" ")
        case datetime.timedelta():
            return str(value)
        case None:
            return None
    return str(value)
