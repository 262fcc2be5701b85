"""Which encoding a text is in, and the text as UTF-8 whatever it was."""

import codecs
import re
from typing import Protocol

from nabiz.imports.reading.problems import Unreadable

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SEVERAL_BYTES = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")
ESCAPED = re.compile("[\udc80-\udcff]")


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def sniffed(head: bytes) -> str:
    """The encoding of a text by its beginning: a mark, then what UTF-16 and UTF-8 look like, else Turkish Windows."""
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    first, second = head[:4096:2].count(0), head[1:4096:2].count(0)
    if max(first, second) * 8 > len(head[:4096]) and min(first, second) * 8 < max(first, second):
        return "utf-16-le" if second > first else "utf-16-be"
    return "utf-8" if _is_utf8(head) else "cp1254"


def _is_utf8(head: bytes) -> bool:
    """Valid but for a last character that may be cut; or with a few broken bytes among many good ones."""
    if _is_clean(head):
        return True
    broken = len(ESCAPED.findall(head.decode("utf-8", "surrogateescape")))
    return broken * 20 < len(SEVERAL_BYTES.findall(head))


def _is_clean(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=False)
    except UnicodeDecodeError:
        return False
    return True


def known(encoding: str) -> str:
    """The usual name of an encoding that a person wrote."""
    try:
        found = codecs.lookup(encoding.strip())
    except LookupError as why:
        raise Unreadable("unknown_encoding", encoding=encoding[:50]) from why
    if not found._is_text_encoding:
        raise Unreadable("unknown_encoding", encoding=encoding[:50])
    return found.name


class Utf8:
    """A stream as UTF-8 without a byte order mark.

    Bytes that its encoding does not have stay as they are, and so are no UTF-8: their row is found when it is read.
    """

    def __init__(self, stream: Readable, encoding: str) -> None:
        self.stream = stream
        self.is_first = True
        self.decoder = None if encoding == "utf-8" else _decoder(encoding)

    def read(self, size: int) -> bytes:
        data = self.stream.read(size)
        if self.decoder:
            data = _decoded(self.decoder, data)
            while not data and (more := self.stream.read(size)):
                data = _decoded(self.decoder, more)
        if self.is_first and data:
            data, self.is_first = data.removeprefix(codecs.BOM_UTF8), False
        return data


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(encoding)(
        "surrogatepass" if encoding.startswith("utf-16") else "surrogateescape"
    )


def _decoded(decoder: codecs.IncrementalDecoder, data: bytes) -> bytes:
    text = decoder.decode(data, final=not data)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass" if decoder.errors == "surrogatepass" else "surrogateescape")
