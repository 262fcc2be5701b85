"""Questions about files, mappings and imports.

look_at_file(path) -> list[Table]                       # what stands in a file, a table each
suggest_mapping(table) -> list[Suggestion]              # presets that fit its headers, the best first
preset_named("orders") / all_presets()
preview(table, plan) -> Preview                         # what would become of the first rows
imports() / import_numbered(7) / progress(job)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from django.db.models import QuerySet

from nabiz.imports.applying.batch import NORMAL, Applied, apply
from nabiz.imports.applying.cells import Cells
from nabiz.imports.applying.reducing import grouped
from nabiz.imports.files import settings_of
from nabiz.imports.mappings.binding import bind
from nabiz.imports.mappings.checking import check
from nabiz.imports.mappings.model import Plan
from nabiz.imports.mappings.presets import Preset, Suggestion, presets, recognise
from nabiz.imports.models import Import
from nabiz.imports.reading.files import look_into
from nabiz.imports.reading.tables import Table
from nabiz.imports.running.telling import plain
from nabiz.team.queries import home_zone

if TYPE_CHECKING:
    from nabiz.team.models import Member


@dataclass(frozen=True)
class PreviewEvent:
    """An event as it would stand on the timeline."""

    kind: str
    happened_at: datetime
    channel: str
    value: Any
    currency: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class PreviewRow:
    """What would become of a row: `problem` where it cannot be taken; a condition of the mapping may leave it out.

    `number` is the row's in the file, `cells` is how it stands there. By one of `things` the owner of a row that names
    nobody is found when it is brought in.
    """

    number: int
    problem: str
    is_left_out: bool
    who: Mapping[str, str]
    told: Mapping[str, Any]
    account: str
    events: tuple[PreviewEvent, ...]
    cells: Mapping[str, str]
    things: Mapping[str, str]


def look_at_file(path: Path, *, settings: Mapping[str, Mapping[str, Any]] | None = None) -> list[Table]:
    """The tables of a file. `settings` by table name override how it is written. Raises Unreadable."""
    return look_into(path, settings={name: settings_of(told) for name, told in settings.items()} if settings else None)


def suggest_mapping(table: Table) -> list[Suggestion]:
    return recognise(table.names)


def all_presets() -> dict[str, Preset]:
    return presets()


def preset_named(slug: str) -> Preset | None:
    return presets().get(slug)


def preview(table: Table, plan: Plan, *, most: int = 50) -> list[PreviewRow]:
    """The mapping applied to the rows that were sampled. Raises BadMapping like `prepare_import`."""
    check(plan)
    bound = bind(plan, table.names)
    some = table.sample[:most]
    rows = pa.table({name: pa.array([line.get(name) or None for line in some], pa.string()) for name in table.names})
    numbers = table.sample_numbers[:most] or range(1, len(some) + 1)
    cells = Cells(bound, rows, pa.array(numbers, pa.int64()), table.settings, home_zone())
    return list(_rows(apply(cells), some))


def visible_imports(member: "Member") -> QuerySet[Import]:
    return imports() if member.can("connect") else Import.objects.none()


def has_imports(member: "Member") -> bool:
    return visible_imports(member).exclude(status=Import.Status.UNDONE).exists()


def imports() -> QuerySet[Import]:
    return Import.objects.select_related("by", "undone_by").order_by("-pk")


def import_numbered(number: int) -> Import | None:
    return Import.objects.filter(pk=number).first()


def progress(job: Import) -> float | None:
    """The share of the rows that were taken in so far, where their number is known."""
    job.refresh_from_db(fields=["position", "rows", "status"])
    return min(1.0, job.position / job.rows) if job.rows else None


def _rows(applied: Applied, sample: Sequence[Mapping[str, str]]) -> Iterator[PreviewRow]:
    cells, events = applied.cells, _events(applied)
    people = {line["place"]: line for line in applied.people.to_pylist()}
    for place in range(len(cells)):
        line = people.get(place, {})
        problem = cells.misfits.reasons.get(place, "")
        told = {
            name: plain(value)
            for name, value in line.items()
            if value is not None and (name.startswith(".") or name in ("name", "language", "country"))
        }
        yield PreviewRow(
            cells.numbers[place].as_py(), problem, not line and not problem,
            {name: line[name] for name in NORMAL if line.get(name)}, told, line.get("account") or "",
            tuple(events.get(place, ())), sample[place],
            {thing: number for thing, its in applied.things.items() if (number := its[place].as_py())},
        )  # fmt: skip


def _events(applied: Applied) -> dict[int, list[PreviewEvent]]:
    found: dict[int, list[PreviewEvent]] = {}
    plan = applied.cells.bound.plan
    for event in applied.events:
        if plan.each and event.table.num_rows:
            event = grouped(event, applied.cells.text(plan.each).take(event.table["place"]))
        for line in event.table.to_pylist():
            facts = {
                name.removeprefix("fact "): plain(value)
                for name, value in line.items()
                if name.startswith("fact ") and value is not None
            }
            found.setdefault(line["place"], []).append(
                PreviewEvent(
                    event.rule.kind,
                    line["happened_at"],
                    line["channel"] or "",
                    plain(line["value"]),
                    line["currency"] or "",
                    facts,
                )
            )
    return found
