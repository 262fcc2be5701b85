"""What the pages say about imports and uploads: figures, speed, the time that is left, what came and what did not."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from nabiz.imports.ageing import has_lost_its_journal
from nabiz.imports.drafting import visible_uploads
from nabiz.imports.models import Import, Upload
from nabiz.imports.notices import sentences
from nabiz.imports.running.badrows import REASON, ROW
from nabiz.timeline.facts import kind_named

if TYPE_CHECKING:
    from nabiz.team.models import Member

Status = Import.Status
TONES = {Status.DONE: "good", Status.FAILED: "bad", Status.RUNNING: "accent", Status.STOPPED: "warn"}
SHOWN_BAD = 20
LONGEST_CELL = 40


@dataclass(frozen=True)
class Came:
    """A kind of event that came, how often, from when to when, and by how many rows where that is another number."""

    label: str | Promise
    icon: str
    count: int
    first: date
    last: date
    rows: int


@dataclass
class Outcome:
    """An import as the list and its own page show it."""

    job: Import
    came: list[Came] = field(default_factory=list)
    bad: list[tuple[str, str, list[tuple[str, str]]]] = field(default_factory=list)

    @property
    def tone(self) -> str:
        return TONES.get(Status(self.job.status), "none")

    @property
    def name(self) -> str:
        """The file, and the table where it has several."""
        inner = self.job.table.removeprefix(f"{self.job.file_name}/")
        is_whole = inner in (self.job.file_name, self.job.file_name.removesuffix(".gz"), "")
        return self.job.file_name if is_whole else f"{self.job.file_name}: {inner}"

    def _count(self, name: str) -> int:
        return int(self.job.counts.get(name, 0))

    @property
    def rows(self) -> int:
        return self._count("rows")

    @property
    def taken(self) -> int:
        return self._count("taken")

    @property
    def bad_count(self) -> int:
        return self._count("bad")

    @property
    def left_out(self) -> int:
        return self._count("left_out")

    @property
    def new_events(self) -> int:
        return self._count("new")

    @property
    def changed_events(self) -> int:
        return self._count("changed")

    @property
    def same_events(self) -> int:
        return self._count("same")

    @property
    def customers(self) -> int:
        return self._count("customers")

    @property
    def accounts(self) -> int:
        return self._count("accounts")

    @property
    def is_live(self) -> bool:
        return self.job.status in (Status.WAITING, Status.RUNNING)

    @property
    def can_go_on(self) -> bool:
        return self.job.status in (Status.STOPPED, Status.FAILED) and Path(self.job.path).is_file()

    @property
    def can_be_undone(self) -> bool:
        is_over = self.job.status in (Status.DONE, Status.STOPPED, Status.FAILED) and bool(self.job.position)
        return is_over and not has_lost_its_journal(self.job)

    @property
    def has_bad_file(self) -> bool:
        return bool(self.job.bad_rows and self.job.bad_bytes) and Path(self.job.bad_rows).is_file()

    @property
    def share(self) -> float | None:
        return min(1.0, self.job.position / self.job.rows) if self.job.rows else None

    @property
    def percent(self) -> int:
        return round(100 * (self.share or 0))

    @property
    def speed(self) -> float | None:
        """Rows a second since it was begun or gone on with."""
        if self.job.begun_at is None or self.job.position <= self.job.begun_from:
            return None
        until = self.job.ended_at or timezone.now()
        return (self.job.position - self.job.begun_from) / max(0.1, (until - self.job.begun_at).total_seconds())

    @property
    def seconds_left(self) -> float | None:
        if not self.speed or not self.job.rows:
            return None
        return max(1.0, (self.job.rows - self.job.position) / self.speed)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why rows could not be taken, the commonest first."""
        return sorted(((str(why), int(n)) for why, n in self.job.reasons.items()), key=lambda each: -each[1])

    @property
    def notices(self) -> list[str]:
        """What is odd about the file, and what was left out."""
        return sentences(self.job.notices, self.rows)


def outcome_of(job: Import) -> Outcome:
    """With what came and the first rows that did not."""
    told = {about: count for code, about, _more, count, *_first in job.notices if code == "told"}
    return Outcome(job, [_came(told, *line) for line in job.came], list(_bad_rows(job)))


def unfinished_uploads(member: "Member") -> QuerySet[Upload]:
    """Uploads of which a table still waits to be brought in."""
    waiting = Count("drafts", filter=Q(drafts__job=None, drafts__is_wanted=True))
    return visible_uploads(member).annotate(waiting=waiting).filter(waiting__gt=0).order_by("-pk")


def _came(told: Mapping[str, int], kind: str, count: int, first: str, last: str) -> Came:
    known = kind_named(kind)
    label, icon = (known.label, known.icon) if known else (kind, "circle-dot")
    rows = told.get(kind, count)
    return Came(label, icon, count, date.fromisoformat(first), date.fromisoformat(last), rows if rows != count else 0)


def _bad_rows(job: Import) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Number, reason and the first cells of each of the first rows that could not be taken."""
    if not job.bad_rows or not job.bad_bytes or not Path(job.bad_rows).is_file():
        return []
    found: list[tuple[str, str, list[tuple[str, str]]]] = []
    with Path(job.bad_rows).open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            cells: list[tuple[str, Any]] = [(name, value) for name, value in line.items() if name not in (ROW, REASON)]
            shown = [(name, str(value)[:LONGEST_CELL]) for name, value in cells[:6] if value]
            found.append((line.get(ROW) or "", line.get(REASON) or "", shown))
            if len(found) == SHOWN_BAD:
                break
    return found
