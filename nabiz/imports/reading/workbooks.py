"""XLSX as a stream: the rows of a sheet one after the other, in the memory of a row and the workbook's table of texts.

A formula is the value that was saved with it; nothing is ever calculated, and no entity or document type is accepted.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import IO
from xml.parsers import expat

from nabiz.imports.reading import limits
from nabiz.imports.reading.problems import Unreadable, in_bytes
from nabiz.imports.reading.serials import Style, moment_text, styles_of

CHUNK = 256 * limits.KIB
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
WORKSHEET = "/worksheet"
Attributes = dict[str, str]
Row = tuple[int, list[str | None]]


@dataclass
class Workbook:
    """An open workbook: its sheets by name, and what cells refer to."""

    packed: zipfile.ZipFile
    name: str
    sheets: dict[str, str] = field(default_factory=dict)
    styles: list[Style] = field(default_factory=list)
    texts: list[str] | None = None
    since_1904: bool = False


@contextmanager
def opened(file: IO[bytes], name: str) -> Iterator[Workbook]:
    try:
        with zipfile.ZipFile(file) as packed:
            _check(packed, name)
            book = Workbook(packed, name)
            _read_contents(book)
            yield book
    except (zipfile.BadZipFile, zlib.error, EOFError, expat.ExpatError, KeyError, NotImplementedError) as why:
        raise Unreadable("damaged", file=name, what="XLSX") from why


def _check(packed: zipfile.ZipFile, name: str) -> None:
    """Refuse what would unpack to more than a workbook can be."""
    for entry in packed.infolist():
        if entry.file_size > max(limits.RATIO_FROM, entry.compress_size * limits.RATIO):
            raise Unreadable("zip_bomb", file=name, entry=entry.filename[: limits.NAME], size=in_bytes(entry.file_size))
        if entry.filename.endswith("sharedStrings.xml") and entry.file_size > limits.SHARED_STRINGS:
            raise Unreadable("workbook_large", file=name, size=in_bytes(entry.file_size))


def _read_contents(book: Workbook) -> None:
    found: dict[str, str] = {}

    def start(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            key = next((value for label, value in attributes.items() if label.endswith(":id")), "")
            found[attributes.get("name", "")] = key
        elif name == "workbookPr":
            book.since_1904 = attributes.get("date1904") in ("1", "true")

    main = _main(book)
    _parse(book, main, start)
    targets = _related(book, main)
    book.sheets = {name: targets[key][1] for name, key in found.items() if targets.get(key, ("",))[0] == "worksheet"}
    paths = dict(targets.values())
    if "styles" in paths:
        book.styles = styles_of(lambda start: _parse(book, paths["styles"], start))


def _main(book: Workbook) -> str:
    return next((path for kind, path in _related(book, "").values() if kind == "officeDocument"), "xl/workbook.xml")


def _related(book: Workbook, path: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: by id, the kind and the path of it."""
    folder, _, file = path.rpartition("/")
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            found[attributes.get("Id", "")] = kind, path

    _parse(book, join(folder, "_rels", f"{file}.rels"), start)
    return found


def _parse(book: Workbook, path: str, start: Callable[[str, Attributes], None]) -> None:
    """Hand each element that opens to `start`, by its name without a prefix."""
    parser = _parser(lambda name, attributes: start(name.rpartition(":")[2], attributes))
    with book.packed.open(path) as file:
        while chunk := file.read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)


def _parser(start: Callable[[str, Attributes], None]) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise expat.ExpatError("a document type")


def texts_of(book: Workbook) -> list[str]:
    """The workbook's table of texts, read once, when a first cell asks for it."""
    if book.texts is None:
        book.texts = []
        path = next((name for name in book.packed.namelist() if name.lower() == "xl/sharedstrings.xml"), "")
        if path:
            book.texts.extend(_texts(book, path))
    return book.texts


def _texts(book: Workbook, path: str) -> Iterator[str]:
    done: list[str] = []
    pieces: list[str] = []
    inside = {"t": False, "rPh": False}

    def start(name: str, _: Attributes) -> None:
        name = name.rpartition(":")[2]
        if name in inside:
            inside[name] = True
        elif name == "si":
            pieces.clear()

    def end(name: str) -> None:
        name = name.rpartition(":")[2]
        if name in inside:
            inside[name] = False
        elif name == "si":
            done.append(_unescaped("".join(pieces)))

    parser = _parser(start)
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda text: pieces.append(text) if inside["t"] and not inside["rPh"] else None
    yield from _fed(book, path, parser, done)


def _fed(book: Workbook, path: str, parser: expat.XMLParserType, done: list) -> Iterator:  # type: ignore[type-arg]
    """What handlers put into `done`, a chunk of the file after the other."""
    with book.packed.open(path) as file:
        while chunk := file.read(CHUNK):
            parser.Parse(chunk, False)
            yield from done
            done.clear()
        parser.Parse(b"", True)


def _unescaped(text: str) -> str:
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def rows(book: Workbook, sheet: str) -> Iterator[Row]:
    """The rows that have cells, each with its number in the sheet."""
    reader = _Sheet(book)
    parser = _parser(reader.start)
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    yield from _fed(book, book.sheets[sheet], parser, reader.done)


class _Sheet:
    """The handlers of one sheet. Millions of elements pass through, so they do little."""

    def __init__(self, book: Workbook) -> None:
        self.book, self.done = book, list[Row]()
        self.texts = texts_of(book)
        self.styles = {str(at): style for at, style in enumerate(book.styles)}
        self.prefix: str | None = None
        self.columns: dict[str, int] = {}
        self.row: list[str | None] = []
        self.number = self.column = 0
        self.kind = self.style = ""
        self.pieces: list[str] = []
        self.is_value = False

    def start(self, name: str, attributes: Attributes) -> None:
        if self.prefix is None:
            self.prefix = name.rpartition(":")[0]
        if self.prefix:
            name = name.rpartition(":")[2]
        if name == "v" or name == "t":
            self.is_value = True
        elif name == "c":
            place = attributes.get("r")
            self.column = self._column(place.rstrip("0123456789")) if place else self.column + 1
            self.kind, self.style = attributes.get("t", ""), attributes.get("s", "")
            self.pieces = []
        elif name == "row":
            self.number = int(attributes.get("r") or self.number + 1)
            self.row, self.column = [], 0

    def characters(self, text: str) -> None:
        if self.is_value:
            self.pieces.append(text)

    def end(self, name: str) -> None:
        if self.prefix:
            name = name.rpartition(":")[2]
        if name == "v" or name == "t":
            self.is_value = False
        elif name == "c":
            if self.pieces and (value := self._value("".join(self.pieces))):
                if len(self.row) < self.column - 1:
                    self.row += [None] * (self.column - 1 - len(self.row))
                self.row.append(value)
        elif name == "row" and self.row:
            self.done.append((self.number, self.row))

    def _column(self, letters: str) -> int:
        """The number of a column by its letters, 1 for A. A sheet has at most XFD."""
        if (known := self.columns.get(letters)) is not None:
            return known
        number = 0
        for letter in letters[:4]:
            number = number * 26 + ord(letter) - 64
        if not 0 < number <= 16_384:
            raise expat.ExpatError("a column that no sheet has")
        self.columns[letters] = number
        return number

    def _value(self, text: str) -> str | None:
        kind = self.kind
        if kind == "s":
            return self.texts[int(text)] or None if text.isdigit() and int(text) < len(self.texts) else None
        if kind in ("", "n"):
            style = self.styles.get(self.style, "")
            return moment_text(text, style, self.book.since_1904) if style else text
        if kind == "b":
            return "true" if text.strip() == "1" else "false"
        return _unescaped(text)
