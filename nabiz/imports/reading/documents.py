"""JSON: a list of objects, alone or inside an object, or one object a line. A record at a time, numbers as written."""

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from nabiz.imports.reading import limits
from nabiz.imports.reading.encodings import Readable
from nabiz.imports.reading.problems import Problem, Unreadable, in_bytes
from nabiz.imports.reading.tables import BadRow

SPACE = re.compile(r"[\s,]*")
LONE = re.compile("[\ud800-\udfff]")
OPENERS = re.compile(r"[\[{]")
Cells = dict[str, str | None]


def _not_a_number(word: str) -> None:
    """NaN and Infinity are no JSON, yet written: they say that there is no number."""


class Written(str):
    """A number as it is written."""

    __slots__ = ()


DECODER = json.JSONDecoder(parse_float=Written, parse_int=Written, parse_constant=_not_a_number)


def lines(text: Readable) -> Iterator[tuple[int, bytes | None, bytes]]:
    """Numbered lines; the second is None where a line is too long, the third how it begins."""
    carry, number = b"", 0
    while chunk := text.read(limits.BLOCK):
        *whole, carry = (carry + chunk).split(b"\n")
        for line in whole:
            number += 1
            yield number, line, line
        if len(carry) > limits.ROW:
            number += 1
            yield number, None, carry[: limits.RAW]
            carry = _behind(text)
    if carry.strip():
        yield number + 1, carry, carry


def _behind(text: Readable) -> bytes:
    while chunk := text.read(limits.BLOCK):
        if (end := chunk.find(b"\n")) >= 0:
            return chunk[end + 1 :]
    return b""


def from_lines(text: Readable) -> Iterator[tuple[int, Cells | BadRow]]:
    """The record of each line that is not blank, or what is wrong with it."""
    for number, line, raw in lines(text):
        if line is None:
            yield number, _bad("row_long", number, raw, limit=in_bytes(limits.ROW))
        elif line.strip():
            yield number, _record(line, number)


def _record(line: bytes, number: int) -> Cells | BadRow:
    try:
        return _cells(DECODER.decode(line.decode()), number, line)
    except UnicodeDecodeError:
        return _bad("row_encoding", number, line, encoding="utf-8")
    except RecursionError:
        return _bad("row_depth", number, line, limit=limits.DEPTH)
    except ValueError as why:
        return _bad("row_json", number, line, why=str(why)[:200])


def _cells(value: Any, number: int, raw: bytes) -> Cells | BadRow:
    if not isinstance(value, dict):
        return _bad("row_object", number, raw)
    is_nested = any(isinstance(inner, (dict, list)) for inner in value.values())
    if is_nested and _depth(value) > limits.DEPTH:
        return _bad("row_depth", number, raw, limit=limits.DEPTH)
    cells = flattened(value) if is_nested else {name[: limits.NAME]: _cell(cell) for name, cell in value.items()}
    said = "".join(cell for cell in cells.values() if cell) + "".join(cells)
    if "\x00" in said:
        return _bad("row_nul", number, raw)
    return _bad("row_surrogate", number, raw) if not said.isascii() and LONE.search(said) else cells


def _bad(code: str, number: int, raw: bytes, **facts: object) -> BadRow:
    return BadRow(number, Problem(code, {"row": number, **facts}), raw[: limits.RAW].decode("utf-8", "replace"))


def _depth(value: Any) -> int:
    """How deep lists and objects are nested, without recursion."""
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, (dict, list))
        ]
    return depth


def flattened(record: Mapping[str, Any]) -> Cells:
    """Inner objects as dotted names, two levels down; what is deeper, and lists, as JSON text. Blank is None."""
    cells: Cells = {}
    waiting = [(name, value, 0) for name, value in reversed([*record.items()])]
    while waiting:
        name, value, level = waiting.pop()
        if isinstance(value, dict) and value and level < limits.FLATTENED:
            waiting += [(f"{name}.{inner}", found, level + 1) for inner, found in reversed([*value.items()])]
        else:
            cells.setdefault(name[: limits.NAME], _cell(value))
    return cells


def _cell(value: Any) -> str | None:
    if isinstance(value, str):
        return value or None
    if value is None or value is True or value is False:
        return {None: None, True: "true", False: "false"}[value]
    return json.dumps(_plain(value), ensure_ascii=False) if value else None


def _plain(value: Any) -> Any:
    """A value with its numbers as numbers again, to be written as JSON."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, Written):
        return int(value) if value.lstrip("-").isdigit() and len(value) < 1_000 else float(value)
    return value


class Characters:
    """A text with a window over it that moves on, so that a document of any size is read in little memory."""

    def __init__(self, text: Readable) -> None:
        self.text = text
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.window, self.at, self.gone, self.is_over = "", 0, 0, False

    def more(self) -> bool:
        """Read on; False at the end. What lies before the place reached is let go."""
        data = self.text.read(limits.BLOCK)
        self.gone += self.at
        self.window = self.window[self.at :] + self.decoder.decode(data, final=not data)
        self.at, self.is_over = 0, not data
        return not self.is_over

    def skip_space(self) -> str:
        """The next character that is no space or comma; "" at the end."""
        while True:
            self.at = SPACE.match(self.window, self.at).end()  # type: ignore[union-attr]
            if self.at < len(self.window):
                return self.window[self.at]
            if not self.more():
                return ""

    def value(self) -> Any:
        """The JSON value that begins here. Reads on as long as it may only be cut."""
        while True:
            try:
                value, end = DECODER.raw_decode(self.window, self.at)
            except ValueError:
                if len(self.window) - self.at > limits.ROW or not self.more():
                    raise
                continue
            if end < len(self.window) or self.is_over or not self.more():
                self.at = end if end <= len(self.window) else self.at
                return value


def from_list(text: Readable, path: str, file: str) -> Iterator[tuple[int, Cells | BadRow]]:
    """The records of the list at a dotted path ("" is the document itself)."""
    characters = Characters(text)
    _enter(characters, [step for step in path.split(".") if step], file)
    number = 0
    while (sign := characters.skip_space()) != "]":
        number += 1
        begins = characters.window[characters.at : characters.at + limits.RAW].encode("utf-8", "replace")
        if not sign:
            raise Unreadable("truncated", file=file, rows=number - 1)
        try:
            value = characters.value()
        except RecursionError as why:
            raise Unreadable("bad_json", file=file, at=characters.gone + characters.at, why="too deep") from why
        except ValueError as why:
            raise _invalid(characters, why, file, number) from why
        yield number, _cells(value, number, begins)


def _invalid(characters: Characters, why: ValueError, file: str, number: int) -> Unreadable:
    if len(characters.window) - characters.at > limits.ROW:
        return Unreadable("long_row", row=number, limit=in_bytes(limits.ROW), file=file)
    place = characters.gone + (why.pos if isinstance(why, json.JSONDecodeError) else characters.at)
    return Unreadable("bad_json", file=file, at=place, why=getattr(why, "msg", str(why))[:100])


def _enter(characters: Characters, steps: list[str], file: str) -> None:
    """Move to the first record of the list."""
    for step in steps:
        if characters.skip_space() != "{":
            raise Unreadable("no_records", file=file)
        characters.at += 1
        while (sign := characters.skip_space()) == '"':
            name = characters.value()
            if characters.skip_space() != ":":
                raise Unreadable("bad_json", file=file, at=characters.gone + characters.at, why="a colon is missing")
            characters.at += 1
            characters.skip_space()
            if name == step:
                break
            _leave_out(characters, file)
        else:
            raise Unreadable("no_records" if sign else "truncated", file=file, rows=0)
    if characters.skip_space() != "[":
        raise Unreadable("no_records", file=file)
    characters.at += 1


def _leave_out(characters: Characters, file: str) -> None:
    try:
        characters.value()
    except (ValueError, RecursionError) as why:
        raise Unreadable("bad_json", file=file, at=characters.gone + characters.at, why=str(why)[:100]) from why


def lists_in(text: Readable) -> list[str]:
    """The dotted paths of lists of objects in a document, by its beginning: "" where it is such a list itself."""
    head = text.read(limits.HEAD).decode("utf-8", "replace").lstrip()
    if head.startswith("["):
        return [""]
    return sorted(dict.fromkeys(_paths(head)), key=lambda path: path.count("."))


def _paths(head: str) -> Iterator[str]:
    """Paths at which a list of objects opens. Objects inside lists are not entered."""
    steps: list[str] = []
    in_list, name, _at = 0, "", 0
    for token in re.finditer(r'"([^"\\]*(?:\\.[^"\\]*)*)"\s*(:?)|[\[\]{}]', head):
        sign = token.group()
        if sign.startswith('"'):
            name = token.group(1) if token.group(2) and not in_list else name
        elif sign == "[":
            if not in_list and re.match(r"\s*[{\]]", head[token.end() : token.end() + 200]):
                yield ".".join([*steps[1:], name])
            in_list += 1
        elif sign == "]":
            in_list = max(0, in_list - 1)
        elif not in_list and sign == "{":
            steps.append(name)
        elif not in_list and steps:
            steps.pop()
        token.end()
