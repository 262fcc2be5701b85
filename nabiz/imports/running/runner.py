"""Run an import: a transaction for each portion of rows, which also says where to go on. Killed, it loses nothing."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from nabiz.imports.applying.batch import Applied, apply
from nabiz.imports.applying.cells import Cells
from nabiz.imports.applying.owners import Finder, names_things
from nabiz.imports.mappings.binding import Bound
from nabiz.imports.models import Import
from nabiz.imports.reading.tables import Settings
from nabiz.imports.running.ahead import ahead
from nabiz.imports.running.badrows import BadRows
from nabiz.imports.running.bringing import Bringing, Prepared, prepare
from nabiz.imports.running.journal import Journal
from nabiz.imports.running.known import Known
from nabiz.imports.running.noticing import Notices, notice_doubles, noticed, notices_of
from nabiz.imports.running.together import Portion
from nabiz.kernel.garbage import without_garbage_search
from nabiz.team.queries import company, home_zone

Hear = Callable[["Progress"], None]
TRIES = 5
_LOCK = 0x6E61_6D70
SHOWN = 200
ONLY_HERE = re.compile(r"(?<=“)[^”]*(?=”)|\b\d+\b")


class Busy(RuntimeError):
    """Another process is at this import."""


class Stopped(Exception):
    """Somebody asked the import to stop."""


@dataclass
class Progress:
    position: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    verdicts: list[tuple[int, str]] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    notices: Notices = field(default_factory=Notices)


@dataclass
class Runner:
    """`job` is saved with each portion; a dry run takes everything back and keeps nothing.

    `is_live` for records that come as things happen: subscribers hear of them, and a thing may come again, changed.
    """

    job: Import
    bound: Bound
    settings: Settings
    is_dry: bool = False
    is_live: bool = False
    hear: Hear = lambda progress: None
    progress: Progress = field(default_factory=Progress)

    def run(self, portions: Iterable[Portion], columns: list[str], bad_rows: Path | None) -> Progress:
        its_company = company()
        self._zone = home_zone()
        self._currency = its_company.currency if its_company else ""
        self.progress.position, self.progress.counts = self.job.position, Counter(self.job.counts)
        self.progress.reasons, self.progress.notices = Counter(self.job.reasons), notices_of(self.job.notices)
        self._bad = BadRows(bad_rows, columns, self.job.bad_bytes) if bad_rows else None
        self._finder = Finder(Known().find, must_find=not self.is_dry) if names_things(self.bound) else None
        self._bringing = Bringing(self.job.source, self._currency, Journal(self.job.pk or 0), is_live=self.is_live)
        made = (self._prepared(portion) for portion in portions)
        with closing(made if self._finder else ahead(made)) as found:
            for each in found:
                self._take(each)
                self.hear(self.progress)
        return self.progress

    def _prepared(self, portion: Portion) -> tuple[Portion, Prepared]:
        cells = Cells(self.bound, portion.rows, portion.numbers, self.settings, self._zone)
        applied = apply(cells, self._finder)
        return portion, prepare(applied, noticed(applied))

    def _take(self, made: tuple[Portion, Prepared]) -> None:
        for attempt in range(TRIES):
            try:
                with transaction.atomic():
                    _do_not_wait_for_the_disk()
                    self._bring(*made)
                return
            except OperationalError:  # a deadlock with the live intake, most likely
                self._bringing.telling.said.clear()
                if attempt == TRIES - 1:
                    raise

    def _bring(self, portion: Portion, prepared: Prepared) -> None:
        counts = Counter(self.progress.counts)
        if prepared.applied.people.num_rows:
            with without_garbage_search():
                counts += self._bringing.bring(prepared)
        counts += _counted(prepared.applied, portion)
        notices = self.progress.notices.copy()
        notices.join(prepared.notices)
        notice_doubles(notices, prepared.applied.cells, counts.pop("again", 0))
        size = self._note_bad(prepared.applied.cells, portion)
        if self.is_dry:
            transaction.set_rollback(True)
            self._bringing.telling.said.clear()
        else:
            self._save(portion.last_row, counts, size, notices)
        self.progress.position, self.progress.counts, self.progress.notices = portion.last_row, counts, notices

    def _save(self, position: int, counts: Counter[str], bad_bytes: int, notices: Notices) -> None:
        saved = Import.objects.filter(pk=self.job.pk, status=Import.Status.RUNNING).update(
            position=position, counts=dict(counts), bad_bytes=bad_bytes, reasons=dict(self.progress.reasons),
            notices=notices.as_json(),
        )  # fmt: skip
        if not saved:
            raise Stopped
        self.job.position, self.job.counts, self.job.bad_bytes = position, dict(counts), bad_bytes

    def _note_bad(self, cells: Cells, portion: Portion) -> int:
        reasons = cells.misfits.reasons
        numbers = [(portion.numbers[place].as_py(), reason) for place, reason in sorted(reasons.items())]
        numbers += [(each.number, str(each.problem)) for each in portion.bad]
        self.progress.verdicts += numbers[: max(0, SHOWN - len(self.progress.verdicts))]
        self.progress.reasons += Counter(in_general(reason) for _number, reason in numbers)
        if self._bad is None:
            return 0
        places = sorted(reasons)
        lines = portion.rows.take(pa.array(places, pa.int64())).to_pylist()
        rows = [
            (portion.numbers[place].as_py(), list(line.values()), reasons[place])
            for place, line in zip(places, lines, strict=True)
        ]
        return self._bad.add(rows, portion.bad)


def in_general(reason: str) -> str:
    """The reason without what only this row has, so that rows can be counted by it."""
    return ONLY_HERE.sub("…", reason)


@contextmanager
def only_here(job: Import) -> Iterator[None]:
    """One process at a time runs an import. Raises Busy."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, job.pk])
        if not cursor.fetchone()[0]:
            raise Busy
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, job.pk])


def finish(job: Import, status: Import.Status, problem: str = "") -> None:
    job.status, job.problem, job.ended_at = status, problem, timezone.now()
    job.save(update_fields=["status", "problem", "ended_at"])


def _do_not_wait_for_the_disk() -> None:
    """A portion that a power cut takes is brought in again: where to go on is lost together with it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")


def _counted(applied: Applied, portion: Portion) -> Counter[str]:
    rows, bad = portion.rows.num_rows, len(applied.cells.misfits.reasons)
    taken = applied.people.num_rows
    return Counter(rows=rows + len(portion.bad), taken=taken, bad=bad + len(portion.bad), left_out=rows - taken - bad)
