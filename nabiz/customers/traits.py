"""Traits as a person edits them: names and values, one line each."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

MOST = 200
LONGEST = 2_000


@dataclass(frozen=True)
class Trait:
    """`is_plain`: text, a number or yes and no, which a person can edit; lists and objects come from systems."""

    name: str
    value: str
    is_plain: bool = True

    @property
    def label(self) -> str:
        return self.name.replace("_", " ")


def traits_of(kept: dict[str, Any]) -> list[Trait]:
    return [Trait(name, _written(value), not isinstance(value, dict | list)) for name, value in sorted(kept.items())]


def edited(kept: dict[str, Any], pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The traits after an edit: a line without a value removes the trait, lists and objects stay as they were.

    What a person did not touch keeps its type, so 5 does not become "5"; a new number is a number only where one was.
    """
    result = {name: value for name, value in kept.items() if isinstance(value, dict | list)}
    for name, text in list(pairs)[:MOST]:
        name, text = name.replace("\x00", "").strip()[:LONGEST], text.replace("\x00", "").strip()[:LONGEST]
        if name and text and name not in result:
            result[name] = _read(text, kept.get(name))
    return result


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _read(text: str, before: Any) -> Any:
    if text == _written(before):
        return before
    if isinstance(before, bool) and text in ("true", "false"):
        return text == "true"
    is_number = isinstance(before, int | float) and not isinstance(before, bool)
    if is_number and re.fullmatch(r"-?\d{1,15}", text):
        return int(text)
    if is_number and re.fullmatch(r"-?\d{1,15}\.\d{1,15}", text):
        return float(text)
    return text
