"""Ready-made mappings, TOML files beside this package, and which of them a table's headers ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from nabiz.imports.mappings.binding import folded, named_columns
from nabiz.imports.mappings.model import Plan
from nabiz.imports.mappings.toml import load

FOLDER = Path(__file__).resolve().parents[1] / "presets"


@dataclass(frozen=True)
class Preset:
    slug: str
    plan: Plan

    @property
    def title(self) -> str:
        return title_of(self.plan)


@dataclass(frozen=True)
class Suggestion:
    """A preset that fits, and how many of the table's columns it makes use of."""

    preset: Preset
    columns: int


def title_of(plan: Plan) -> str:
    language = (get_language() or "en")[:2]
    return plan.title.get(language) or plan.title.get("en") or next(iter(plan.title.values()), "")


@cache
def presets() -> dict[str, Preset]:
    return {path.stem: Preset(path.stem, load(path)) for path in sorted(FOLDER.glob("*.toml"))}


def recognise(headers: Sequence[str]) -> list[Suggestion]:
    """The presets whose needed columns the table has, the one that understands most of it first."""
    known = {folded(header) for header in headers}
    found = [
        Suggestion(preset, len(_found(preset.plan, known)))
        for preset in presets().values()
        if _fits(preset.plan, known)
    ]
    return sorted(found, key=lambda each: (-each.columns, len(each.preset.plan.columns), each.preset.slug))


def _fits(plan: Plan, known: set[str]) -> bool:
    return set(named_columns(plan)) - set(plan.optional) <= _found(plan, known)


def _found(plan: Plan, known: set[str]) -> set[str]:
    names = ((name, plan.columns.get(name, (name,))) for name in named_columns(plan))
    return {name for name, spellings in names if any(folded(each) in known for each in spellings)}
