"""What was told, kept so that it does not matter in which order we heard it: of each fact the value that counts.

A register is [value, microseconds, trust]. What a trusted source or a member says goes before what a browser claims;
among equals the later goes before the earlier, and of two at one moment the one that sorts last.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

Register = list[Any]
Facts = dict[str, Any]  # by name; under TRAITS the same again
TRAITS = "traits"
MOST_TRAITS = 200
CLAIMED, PROVEN = 0, 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)


def tell(facts: Facts, said: Mapping[str, Any], traits: Mapping[str, Any], at: datetime, trust: int) -> list[str]:
    """Take in what was said, and return the names of what differs now. None takes a trait away."""
    stamp = moment(at)
    news = [name for name, value in said.items() if _put(facts, name, [value, stamp, trust])]
    kept = facts.setdefault(TRAITS, {})
    for name, value in traits.items():
        is_room = name in kept or len(kept) < MOST_TRAITS
        if is_room and _put(kept, name, [value, stamp, trust]):
            news.append(name)
    return news


def from_columns(said: Mapping[str, Any], traits: Mapping[str, Any], at: datetime) -> Facts:
    """Registers for a row that was made with its columns filled in."""
    facts: Facts = {}
    tell(facts, {name: value for name, value in said.items() if value}, traits, at, PROVEN)
    return facts


def together(several: Sequence[tuple[bool, Facts]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values and traits of one person. Sides that give way, marked by True, only fill gaps."""
    if len(several) == 1:
        facts = several[0][1]
        values = {name: register[0] for name, register in facts.items() if name != TRAITS}
        told = {name: register[0] for name, register in facts.get(TRAITS, {}).items()}
        return values, {name: value for name, value in sorted(told.items()) if value is not None}
    values = _best(
        (gives_way, {name: it for name, it in facts.items() if name != TRAITS}) for gives_way, facts in several
    )
    traits = _best((gives_way, facts.get(TRAITS, {})) for gives_way, facts in several)
    return values, {name: value for name, value in sorted(traits.items()) if value is not None}


def _put(kept: dict[str, Register], name: str, new: Register) -> bool:
    known = kept.get(name)
    if known is not None and _weight(known) >= _weight(new):
        return False
    kept[name] = new
    return new[0] is not None if known is None else known[0] != new[0]


def _weight(register: Register) -> tuple[int, int, str]:
    value, stamp, trust = register
    return trust, stamp, json.dumps(value, sort_keys=True)


def _best(several: Iterable[tuple[bool, dict[str, Register]]]) -> dict[str, Any]:
    best: dict[str, tuple[bool, Register]] = {}
    for gives_way, registers in several:
        for name, register in registers.items():
            rival = best.get(name)
            if rival is None or (not gives_way, _weight(register)) > (not rival[0], _weight(rival[1])):
                best[name] = (gives_way, register)
    return {name: register[0] for name, (_, register) in best.items()}
