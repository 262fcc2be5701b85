"""Names of columns: each once, none empty, none endless."""

from collections import Counter
from collections.abc import Sequence

from nabiz.imports.reading import limits
from nabiz.imports.reading.problems import Problem, Unreadable


def named(raw: Sequence[str], file: str) -> tuple[list[str], tuple[Problem, ...]]:
    """The names under which columns are known, and what a person should know about them."""
    if len(raw) > limits.COLUMNS:
        raise Unreadable("too_many_columns", file=file, count=len(raw), limit=limits.COLUMNS)
    wanted = [" ".join(name.replace("\x00", "").split())[: limits.NAME] for name in raw]
    given = [name or f"column_{at}" for at, name in enumerate(wanted, 1)]
    names: list[str] = []
    taken = set(given)
    for name in given:
        names.append(name if name not in names else _next(name, taken))
    return names, (*_twice(given, names), *_unnamed(wanted, names))


def _next(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    taken.add(f"{name} ({number})")
    return f"{name} ({number})"


def _twice(given: list[str], names: list[str]) -> list[Problem]:
    often = [(name, count) for name, count in Counter(given).items() if count > 1]
    return [
        Problem("column_twice", {"name": name, "count": count, "others": _listed(_others(name, given, names))})
        for name, count in often[:20]
    ]


def _others(name: str, given: list[str], names: list[str]) -> list[str]:
    return [new for old, new in zip(given, names, strict=True) if old == name and new != name]


def _unnamed(wanted: list[str], names: list[str]) -> list[Problem]:
    empty = [name for old, name in zip(wanted, names, strict=True) if not old]
    return [Problem("column_unnamed", {"count": len(empty), "names": _listed(empty)})] if empty else []


def _listed(names: list[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
