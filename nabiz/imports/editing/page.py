"""Everything that the page of a table shows."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from django.utils.functional import Promise

from nabiz.imports.choosing import Choices, choices_for
from nabiz.imports.drafting import looked, plan_of_draft, problems_of_draft
from nabiz.imports.editing.reading import Field, date_fields, fields_of
from nabiz.imports.editing.sections import Form, form_of
from nabiz.imports.editing.words import COMPANY, CONDITIONS, PERSON, TYPES, fact_label, kinds_by_family
from nabiz.imports.mappings.model import Plan
from nabiz.imports.mappings.toml import BadMapping
from nabiz.imports.models import Draft
from nabiz.imports.queries import PreviewRow, preview
from nabiz.imports.reading.problems import Problem
from nabiz.imports.reading.tables import Table
from nabiz.team.queries import company
from nabiz.timeline.entries import Entry, entry_of
from nabiz.timeline.facts import Kind

if TYPE_CHECKING:
    from nabiz.team.models import Member

SHOWN = 8
LOOKED_AT = 100
LONGEST_CELL = 60
SAMPLES = 4


@dataclass(frozen=True)
class Row:
    """What would become of a row, in words; `cells` show it as it stands where it cannot be taken."""

    number: int
    problem: str
    is_left_out: bool
    who: list[tuple[str | Promise, str]]
    entries: list[Entry]
    cells: list[tuple[str, str]]

    @property
    def tone(self) -> str:
        return "bad" if self.problem else "out" if self.is_left_out else "good"


@dataclass(frozen=True)
class ColumnLine:
    name: str
    type: str | Promise
    samples: tuple[str, ...]
    blank_share: float
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class TablePage:
    draft: Draft
    table: Table
    plan: Plan
    form: Form
    reading: list[Field]
    dates: list[Field]
    problems: list[str]
    rows: list[Row]
    counts: dict[str, int]
    choices: list[Choices]

    @property
    def columns(self) -> list[ColumnLine]:
        return [
            ColumnLine(
                each.name, TYPES[each.type], each.samples[:SAMPLES], each.blanks / max(1, each.sampled), each.problems
            )
            for each in self.table.columns
        ]

    @property
    def has_column_problems(self) -> bool:
        return any(column.problems for column in self.table.columns)

    @property
    def kinds(self) -> list[tuple[str | Promise, list[Kind]]]:
        return kinds_by_family()

    @property
    def words(self) -> list[tuple[str, str | Promise]]:
        return list(CONDITIONS.items())


def page_of(draft: Draft, member: "Member") -> TablePage:
    table, plan = looked(draft), plan_of_draft(draft)
    problems = problems_of_draft(table, plan)
    rows = _previewed(table, plan) if not problems else []
    counts = {tone: sum(1 for row in rows if row.tone == tone) for tone in ("good", "bad", "out")}
    return TablePage(
        draft, table, plan, form_of(plan, table), fields_of(table), date_fields(table), problems, _some(rows), counts,
        choices_for(table, member),
    )  # fmt: skip


def _previewed(table: Table, plan: Plan) -> list[Row]:
    try:
        return [_row(each) for each in preview(table, plan, most=LOOKED_AT)]
    except BadMapping:
        return []


def _some(rows: list[Row]) -> list[Row]:
    """The first good ones, and among them the first that cannot be taken, so that nobody misses those."""
    bad = [row for row in rows if row.problem][: SHOWN // 2]
    good = [row for row in rows if not row.problem][: SHOWN - len(bad)]
    return sorted([*bad, *good], key=lambda row: row.number)


def _row(row: PreviewRow) -> Row:
    shown = [(name, str(value)[:LONGEST_CELL]) for name, value in list(row.cells.items())[:8] if value]
    its_company = company()
    usual = its_company.currency if its_company else ""
    events = [
        SimpleNamespace(
            **{**vars(event), "currency": event.currency or usual, "touchpoint": "", "stage": "", "pk": None}
        )
        for event in row.events
    ]
    return Row(
        row.number, row.problem, row.is_left_out, _who(row), [entry_of(cast(Any, each)) for each in events], shown
    )


def _who(row: PreviewRow) -> list[tuple[str | Promise, str]]:
    found: list[tuple[str | Promise, str]] = [(PERSON[name], value) for name, value in row.who.items()]
    if row.account:
        found.append((COMPANY["key"], row.account))
    found += [(fact_label(thing), number) for thing, number in row.things.items()]
    return found + [(PERSON.get(name, name.removeprefix(".")), str(value)) for name, value in row.told.items()]
