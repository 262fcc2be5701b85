"""Records by way of a mapping: each connector's go into one import a day, which can be undone as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from nabiz.connectors.models import Connector
from nabiz.connectors.stripe.messages import Unusable
from nabiz.imports.commands import import_records
from nabiz.imports.mappings.toml import plan_of
from nabiz.imports.queries import imports


@dataclass
class Brought:
    """`bad` are the records that could not be taken, by their place, and why; `is_told_whole` if none is missing."""

    rows: int
    bad: dict[int, str] = field(default_factory=dict)
    bad_rows: int = 0

    @property
    def is_told_whole(self) -> bool:
        return self.bad_rows == len(self.bad)


def bring_records(connector: Connector, rows: Sequence[Mapping[str, Any]], *, name: str = "") -> Brought:
    """Raises BadMapping where the mapping does not fit the records."""
    if not connector.mapping:
        raise Unusable(_("There is no mapping yet."))
    title = name or f"{connector.name} {timezone.now():%Y-%m-%d}"
    plan = plan_of(connector.mapping)
    into = imports().filter(source=connector.name, file_name=title, status="done").first()
    if into and plan_of(into.mapping) != plan:
        into = None
    before, bad_before = (into.position, into.counts.get("bad", 0)) if into else (0, 0)
    job = import_records(rows, plan, name=title, into=into)
    bad = {number - before - 1: reason for number, reason in job.verdicts}  # type: ignore[attr-defined]
    job.refresh_from_db(fields=["counts"])
    return Brought(len(rows), bad, job.counts.get("bad", 0) - bad_before)
