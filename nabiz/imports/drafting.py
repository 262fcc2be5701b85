"""What is known of a draft: its table as it is to be read, the mapping that fits, and what stands in the way."""

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from nabiz.imports import files
from nabiz.imports.guessing import guessed
from nabiz.imports.mappings.binding import bind, folded, named_columns
from nabiz.imports.mappings.checking import problems_of
from nabiz.imports.mappings.model import Plan
from nabiz.imports.mappings.toml import BadMapping, plan_of
from nabiz.imports.mappings.turns import turn_of
from nabiz.imports.models import Draft, SavedMapping, Upload
from nabiz.imports.queries import look_at_file, suggest_mapping
from nabiz.imports.reading.problems import Unreadable
from nabiz.imports.reading.tables import Table

if TYPE_CHECKING:
    from nabiz.team.models import Member


def visible_uploads(member: "Member") -> QuerySet[Upload]:
    return Upload.objects.all() if member.can("connect") else Upload.objects.none()


def visible_drafts(member: "Member") -> QuerySet[Draft]:
    drafts = Draft.objects.select_related("upload", "job")
    return drafts if member.can("connect") else drafts.none()


def visible_mappings(member: "Member") -> QuerySet[SavedMapping]:
    saved = SavedMapping.objects.order_by("name").select_related("by")
    return saved if member.can("connect") else saved.none()


def looked(draft: Draft) -> Table:
    """The table as it is to be read. Raises Unreadable, also where the file is gone."""
    told = {**draft.mapping.get("reading", {}), **draft.settings}
    try:
        stamp = Path(draft.path).stat().st_mtime_ns
    except FileNotFoundError:
        raise Unreadable("gone", table=draft.table, file=draft.file_name) from None
    tables = _looked(draft.path, stamp, draft.table, json.dumps(told, sort_keys=True))
    return next((table for table in tables if table.name == draft.table), tables[0])


def plan_of_draft(draft: Draft) -> Plan:
    return plan_of(draft.mapping)


def problems_of_draft(table: Table, plan: Plan) -> list[str]:
    """What stands in the way of bringing it in, a sentence each."""
    found = list(problems_of(plan))
    try:
        bind(plan, table.names)
    except BadMapping as bad:
        found.append(str(bad))
    return found


def fitting(table: Table) -> tuple[Plan, str]:
    """The own mapping or the preset that fits the headers best, else a guess; and its name."""
    own = own_fitting(table)
    if own:
        return plan_of(own[0].mapping), f"own:{own[0].pk}"
    found = suggest_mapping(table)
    return (found[0].preset.plan, found[0].preset.slug) if found else (guessed(table), "")


def own_fitting(table: Table) -> list[SavedMapping]:
    """Own mappings all of whose columns the table has, the newest first."""
    known = {folded(name) for name in table.names}
    return [saved for saved in SavedMapping.objects.order_by("-changed_at") if _fits(plan_of(saved.mapping), known)]


def in_order(drafts: Iterable[Draft]) -> list[Draft]:
    """Whoever is told of before what they did: accounts and customers first, so that events find them."""
    return sorted(drafts, key=lambda draft: (turn_of(plan_of_draft(draft)), draft.place, draft.pk))


def hash_of_draft(draft: Draft) -> str:
    return files.hash_of_json([draft.mapping, draft.settings, draft.path])


def _fits(plan: Plan, known: set[str]) -> bool:
    needed = set(named_columns(plan)) - set(plan.optional)
    return bool(needed) and all(
        any(folded(each) in known for each in plan.columns.get(name, (name,))) for name in needed
    )


@lru_cache(maxsize=32)
def _looked(path: str, _stamp: int, table: str, told: str) -> list[Table]:
    return look_at_file(Path(path), settings={table: json.loads(told)})
