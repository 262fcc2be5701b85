"""What kind of file it is: by its first bytes, and by its name only where they leave it open."""

import json
import zipfile
from pathlib import PurePath

from nabiz.imports.reading import encodings, limits
from nabiz.imports.reading.problems import Unreadable
from nabiz.imports.reading.sources import OLE, PARQUET, Part, is_workbook, on_disk, opened
from nabiz.imports.reading.tables import Kind

OTHERS = (
    (b"%PDF", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF89a", "GIF"), (b"7z\xbc\xaf", "7z"),
    (b"Rar!\x1a", "RAR"), (b"BZh9", "bzip2"),
    (b"\xfd7zXZ", "xz"), (b"\x28\xb5\x2f\xfd", "Zstandard"), (b"SQLite format 3", "SQLite"),
    (b"Obj\x01", "Avro"), (b"ARROW1", "Arrow"), (b"FEA1", "Feather"),
    (b"\x7fELF", "ELF"), (b"MZ\x90", "EXE"),
    (b"{\\rtf", "RTF"), (b"<?xml", "XML"), (b"<!DOCTYPE", "HTML"), (b"<html", "HTML"),
)  # fmt: skip
LINES, TEXT = (".ndjson", ".jsonl"), (".csv", ".tsv", ".txt", ".tab")
CONTROL = frozenset(range(32)) - {9, 10, 12, 13, 0, 26, 27}


def kind_of(part: Part) -> Kind:
    """The kind of a part. Raises Unreadable for what cannot be read, saying what it is."""
    with opened(part) as stream:
        head = stream.read(64 * limits.KIB)
    name = part.name
    if not head:
        raise Unreadable("empty", file=name)
    if head.startswith(PARQUET):
        return "parquet"
    if head.startswith(OLE):
        raise _old_office(part)
    if head.startswith(b"PK"):
        return _packed(part)
    for first, what in OTHERS:
        if head[:64].lstrip().startswith(first):
            raise Unreadable("unsupported", file=name, what=what)
    suffix = PurePath(name).suffix.lower()
    encoding = encodings.sniffed(head)
    if suffix not in TEXT and not encoding.startswith("utf-16") and _is_binary(head[:4096]):
        raise Unreadable("unsupported", file=name, what="binary")
    return _of_text(head.decode(encoding, "replace").lstrip("\ufeff"), suffix)


def _is_binary(head: bytes) -> bool:
    return sum(1 for byte in head if byte in CONTROL) > len(head) // 20


def _of_text(text: str, suffix: str) -> Kind:
    begins = text.lstrip()[:1]
    if suffix in LINES:
        return "ndjson"
    if begins == "{" and suffix not in TEXT:
        return "ndjson" if _is_object(text.lstrip().partition("\n")) else "json"
    if begins == "[" and (suffix == ".json" or text.lstrip()[1:].lstrip()[:1] in ("{", "]")):
        return "json"
    return "json" if suffix == ".json" else "csv"


def _is_object(line: tuple[str, str, str]) -> bool:
    """Whether a first line is a whole object with more behind it."""
    try:
        return isinstance(json.loads(line[0]), dict) and bool(line[2].strip())
    except (ValueError, RecursionError):
        return False


def _packed(part: Part) -> Kind:
    with on_disk(part) as file:
        if is_workbook(file):
            return _office(part)
    if part.entry or part.gzipped:
        raise Unreadable("zip_nested", file=part.path.name, entry=part.name)
    raise Unreadable("damaged", file=part.name, what="ZIP")


def _office(part: Part) -> Kind:
    with on_disk(part) as file, zipfile.ZipFile(file) as packed:
        names = set(packed.namelist())
    if "xl/workbook.bin" in names:
        raise Unreadable("unsupported", file=part.name, what="XLSB")
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    what = "DOCX" if any(name.startswith("word/") for name in names) else "PPTX"
    raise Unreadable("unsupported", file=part.name, what=what)


def _old_office(part: Part) -> Unreadable:
    """An OLE container: an encrypted workbook has a stream of that name, an old one has none."""
    with opened(part) as stream:
        head = stream.read(8 * limits.MIB)
    if "EncryptedPackage".encode("utf-16-le") in head:
        return Unreadable("encrypted_workbook", file=part.name)
    if "Workbook".encode("utf-16-le") in head or "Book".encode("utf-16-le") in head:
        return Unreadable("old_excel", file=part.name)
    return Unreadable("unsupported", file=part.name, what="OLE")
