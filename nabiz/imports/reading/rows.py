"""A delimited text cut into blocks of whole rows, however long its quoted cells are. Memory stays at a few blocks."""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nabiz.imports.reading import limits
from nabiz.imports.reading.encodings import Readable

NEWLINE = b"\n"


@dataclass(frozen=True)
class Dialect:
    delimiter: bytes
    quote: bytes


@dataclass(frozen=True)
class Broken:
    """One row that cannot be read: why, and how it begins."""

    code: str
    raw: bytes


@lru_cache(maxsize=32)
def record(dialect: Dialect) -> re.Pattern[bytes]:
    """One whole row with its line end.

    Kinds of cells differ in their first letter and end at what they may not hold: there is one way to read a row, and
    going back finds no other.

    Not possessive: Python before 3.11.5 takes such a pattern for matched where a quotation mark is never closed.
    """
    d, q = re.escape(dialect.delimiter), re.escape(dialect.quote)
    if q:
        no_quote = rb"[^" + q + rb"]*"
        quoted = q + no_quote + rb"(?:" + q + q + no_quote + rb")*" + q + rb"(?!" + q + rb")"
        cell = rb"(?:" + quoted + rb"|[^" + q + d + rb"\r\n][^" + d + rb"\r\n]*)?"
    else:
        cell = rb"[^" + d + rb"\r\n]*"
    return re.compile(rb"(?:" + cell + d + rb")*" + cell + rb"(?:\r\n|\n|\r|\Z)")


def whole_rows(text: Readable, dialect: Dialect) -> Iterator[bytes | Broken]:
    """Blocks of whole rows in order, and between them the rows that cannot be read."""
    carry = b""
    while chunk := text.read(limits.BLOCK):
        block = carry + chunk
        cut = _last_row_end(block, dialect)
        if cut is None or len(block) - cut > limits.ROW:
            carry = yield from _searched(block, dialect, is_last=False)
        else:
            if cut:
                yield block[:cut]
            carry = block[cut:]
        if len(carry) > limits.ROW:
            carry = yield from _skipped(text, carry)
    if carry:
        yield from _last(carry, dialect)


def _last(block: bytes, dialect: Dialect) -> Iterator[bytes | Broken]:
    if _last_row_end(block + NEWLINE, dialect) == len(block) + 1:
        yield block
    else:
        yield from _searched(block, dialect, is_last=True)


def _skipped(text: Readable, row: bytes) -> Generator[Broken, None, bytes]:
    """Leave out a row that is longer than any row should be, reading on to its end."""
    yield Broken("row_long", row[: limits.RAW])
    while chunk := text.read(limits.BLOCK):
        end = re.search(rb"\r\n|\n|\r(?=.)", chunk, re.DOTALL)
        if end:
            return chunk[end.end() :]
    return b""


def _last_row_end(block: bytes, dialect: Dialect) -> int | None:
    """Where the last whole row ends, 0 if none does, None where only a search sorts the quotation marks out."""
    if not dialect.quote or dialect.quote not in block:
        return _newline(block, len(block)) + 1
    octets = np.frombuffer(block, np.uint8)
    marks = np.flatnonzero(octets == dialect.quote[0])
    if not _alternate(octets, marks, dialect):
        return None
    end = _newline(block, len(block))
    before = int(np.searchsorted(marks, end))
    if end >= 0 and before % 2:
        end = _newline(block, int(marks[before - 1]))
    return end + 1


def _newline(block: bytes, before: int) -> int:
    found = block.rfind(b"\n", 0, before)
    return found if found >= 0 else block.rfind(b"\r", 0, min(before, len(block) - 1))


def _alternate(octets: np.ndarray, marks: np.ndarray, dialect: Dialect) -> bool:
    """Whether each opening mark stands at the beginning of a cell and each closing one at the end of one."""
    edges = np.frombuffer(dialect.delimiter + dialect.quote + b"\r\n", np.uint8)
    opening, closing = marks[::2], marks[1::2]
    before = octets[opening[opening > 0] - 1]
    after = octets[closing[closing < len(octets) - 1] + 1]
    return bool(np.isin(before, edges).all() and np.isin(after, edges).all())


def _searched(block: bytes, dialect: Dialect, *, is_last: bool) -> Generator[bytes | Broken, None, bytes]:
    """Row by row through a block that is not as it should be. Returns what is left of it."""
    pattern, start, at = record(dialect), 0, 0
    while at < len(block):
        found = pattern.match(block, at)
        if found and (found.end() < len(block) or is_last or block.endswith(NEWLINE)) and found.end() > at:
            at = found.end()
            continue
        if not is_last and len(block) - at <= limits.ROW:
            break
        end = re.compile(rb"\r\n|\n|\r").search(block, at)
        if end is None:
            break
        if at > start:
            yield block[start:at]
        yield Broken("row_quote", block[at : end.start()][: limits.RAW])
        start = at = end.end()
    if at > start:
        yield block[start:at]
    if is_last and at < len(block):
        yield Broken("row_quote", block[at : at + limits.RAW])
        return b""
    return block[at:]
