"""From a path to streams of bytes: plain, gzipped, or one of several in a ZIP.

Nothing is ever written under a name that comes from a ZIP.
"""

import gzip
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from nabiz.imports.reading import limits
from nabiz.imports.reading.problems import Unreadable, in_bytes

GZIP, ZIP, OLE, PARQUET = b"\x1f\x8b", b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1"
IGNORED = ("__MACOSX", ".DS_Store", "Thumbs.db")


@dataclass(frozen=True)
class Part:
    """One file to read: the path itself, or one entry of the ZIP at the path."""

    path: Path
    name: str
    entry: str = ""
    gzipped: bool = False
    bytes: int = 0

    @property
    def can_jump(self) -> bool:
        return not self.entry and not self.gzipped


def parts(path: Path) -> list[Part]:
    """The files at a path. Raises Unreadable for what is refused before a byte of it is unpacked."""
    with path.open("rb") as file:
        first = file.read(8)
    if not first:
        raise Unreadable("empty", file=path.name)
    if first.startswith(GZIP):
        return [Part(path, path.name.removesuffix(".gz"), gzipped=True, bytes=_promised(path))]
    if first.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not is_workbook(path):
        return _entries(path)
    return [Part(path, path.name, bytes=path.stat().st_size)]


def is_workbook(file: Path | IO[bytes]) -> bool:
    try:
        with zipfile.ZipFile(file) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return False
    return "[Content_Types].xml" in names and any(name.startswith(("xl/", "word/", "ppt/")) for name in names)


def _promised(path: Path) -> int:
    """The unpacked size that a gzip file writes at its end, modulo 4 GiB: an estimate."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4))
        tail = file.read(4)
    return max(struct.unpack("<I", tail)[0] if len(tail) == 4 else 0, path.stat().st_size)


def _entries(path: Path) -> list[Part]:
    try:
        with zipfile.ZipFile(path) as packed:
            found = [_checked(entry, path) for entry in packed.infolist() if not _is_ignored(entry)]
            if len(found) > limits.ENTRIES:
                raise Unreadable("zip_many", file=path.name, count=len(found), limit=limits.ENTRIES)
            if (total := sum(entry.file_size for entry in found)) > limits.UNPACKED:
                raise Unreadable("zip_bomb", file=path.name, entry=path.name, size=in_bytes(total))
            read = [_part(packed, entry, path) for entry in found]
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, OSError, ValueError) as why:
        raise Unreadable("damaged", file=path.name, what="ZIP") from why
    if not read:
        raise Unreadable("zip_nothing", file=path.name)
    return read


def _is_ignored(entry: zipfile.ZipInfo) -> bool:
    steps = PurePosixPath(entry.filename).parts
    return entry.is_dir() or any(step in IGNORED or step.startswith("._") for step in steps)


def _checked(entry: zipfile.ZipInfo, path: Path) -> zipfile.ZipInfo:
    """The entry, unless its name, its type or its promises are those of an attack."""
    name = entry.filename.replace("\\", "/")
    facts = {"file": path.name, "entry": entry.filename[: limits.NAME]}
    if name.startswith("/") or ".." in PurePosixPath(name).parts or ":" in name[:3]:
        raise Unreadable("zip_path", **facts)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Unreadable("zip_link", **facts)
    if entry.flag_bits & 0x1:
        raise Unreadable("zip_encrypted", **facts)
    if entry.file_size > max(limits.RATIO_FROM, entry.compress_size * limits.RATIO):
        raise Unreadable("zip_bomb", **facts, size=in_bytes(entry.file_size))
    return entry


def _part(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> Part:
    with packed.open(entry) as file:
        first = file.read(4)
        if first.startswith(b"PK\x03\x04") and not entry.filename.lower().endswith(".xlsx"):
            raise Unreadable("zip_nested", file=path.name, entry=entry.filename[: limits.NAME])
    name = entry.filename.replace("\\", "/").removesuffix(".gz")
    gzipped = first.startswith(GZIP)
    return Part(path, f"{path.name}/{name}", entry.filename, gzipped, entry.file_size)


class Stream:
    """Bytes with a limit, whose damage is told in a sentence."""

    def __init__(self, file: IO[bytes], part: Part) -> None:
        self.file, self.part, self.taken = file, part, 0

    def read(self, size: int) -> bytes:
        try:
            data = self.file.read(size)
        except EOFError as why:
            raise Unreadable("truncated", file=self.part.name, rows="…") from why
        except (zipfile.BadZipFile, zlib.error, OSError) as why:
            raise Unreadable("damaged", file=self.part.name, what="ZIP" if self.part.entry else "gzip") from why
        self.taken += len(data)
        if self.taken > limits.UNPACKED and not self.part.can_jump:
            raise Unreadable("zip_bomb", file=self.part.path.name, entry=self.part.name, size=in_bytes(self.taken))
        return data


@contextmanager
def opened(part: Part, *, at: int = 0) -> Iterator[Stream]:
    """The unpacked bytes of a part. `at` jumps, where the part can."""
    with ExitStack() as stack:
        file: IO[bytes]
        if part.entry:
            file = stack.enter_context(stack.enter_context(zipfile.ZipFile(part.path)).open(part.entry))
        else:
            file = stack.enter_context(part.path.open("rb"))
            file.seek(at)
        if part.gzipped:
            file = cast(IO[bytes], stack.enter_context(gzip.GzipFile(fileobj=file)))
        yield Stream(file, part)


@contextmanager
def on_disk(part: Part) -> Iterator[IO[bytes]]:
    """A part as a file that can be jumped in: formats with a table of contents need it. Unpacked to a nameless file."""
    if part.can_jump:
        with part.path.open("rb") as file:
            yield file
        return
    with opened(part) as stream, tempfile.TemporaryFile() as copy:
        while block := stream.read(limits.BLOCK):
            copy.write(block)
        copy.seek(0)
        yield copy
