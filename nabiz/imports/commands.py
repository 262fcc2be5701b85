"""Bring tables and records in, stop, go on, and take them back.

job = prepare_import(path, table, plan, by=member)      # a row; the same file with the same mapping gives the same row
run_import(job, hear=…)                                 # here and now; or start_import(job): in the worker
undo_import(job, by=member)
import_records(rows, plan, by=member)                   # dictionaries from a webhook or a query, at once
dry_run(path, table, plan)                              # what would come of it; nothing is kept
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from nabiz.imports import files, undoing
from nabiz.imports.ageing import JournalGone, has_lost_its_journal
from nabiz.imports.events import ImportFinished, ImportUndone
from nabiz.imports.mappings.binding import bind
from nabiz.imports.mappings.checking import check
from nabiz.imports.mappings.model import Plan
from nabiz.imports.mappings.presets import title_of
from nabiz.imports.mappings.toml import as_dict, plan_of
from nabiz.imports.models import Draft, Import
from nabiz.imports.reading.files import batches, look_into
from nabiz.imports.reading.problems import Unreadable
from nabiz.imports.reading.tables import Table
from nabiz.imports.records import portions_of
from nabiz.imports.running.journal import came_of
from nabiz.imports.running.runner import Busy, Hear, Progress, Runner, Stopped, finish, only_here
from nabiz.imports.running.together import portions
from nabiz.timeline.commands import Actor, announce

__all__ = ["Busy", "JournalGone", "Stopped"]
Status = Import.Status


def prepare_import(
    path: Path, table: Table, plan: Plan, *, by: Actor | None = None, settings: Mapping[str, Any] | None = None,
    bad_rows: Path | None = None,
) -> Import:  # fmt: skip
    """A row for bringing this table in. One that was begun with the same file and mapping is gone on with.

    `settings` overrides how the file is written, as `[reading]` does. Raises BadMapping where the mapping makes no
    sense or the table lacks a column that it needs.
    """
    check(plan)
    bind(plan, table.names)
    mapping, its_hash = as_dict(plan), files.hash_of(path)
    told = {**plan.reading, **(settings or {})}
    same = {"hash": its_hash, "table": table.name, "mapping_hash": files.hash_of_json([mapping, told])}
    known = Import.objects.filter(**same).exclude(status=Status.UNDONE).order_by("-pk").first()
    if known:
        if known.status != Status.DONE and str(path) != known.path:
            Import.objects.filter(pk=known.pk).update(path=str(path))
            known.path = str(path)
        return known
    return Import.objects.create(
        **same, file_name=path.name, path=str(path), size=path.stat().st_size, source=plan.source, mapping=mapping,
        settings=told, by_id=by.pk if by else None, rows=table.rows, bad_rows=str(bad_rows or ""),
    )  # fmt: skip


def run_import(job: Import, *, hear: Hear = lambda progress: None) -> Progress:
    """Bring a prepared import in, from where it stands to its end. One that is done changes nothing.

    Raises Busy where another process is at it, Stopped where somebody stopped it, Unreadable or BadMapping where it
    cannot go on. Whatever was taken in until then stays, and the import can be run again or undone.
    """
    with only_here(job):
        job.refresh_from_db()
        if job.status in (Status.DONE, Status.UNDONE):
            return Progress(job.position)
        Import.objects.filter(pk=job.pk).update(
            status=Status.RUNNING, problem="", begun_at=timezone.now(), begun_from=job.position, ended_at=None
        )
        try:
            progress = _run(job, hear)
        except (KeyboardInterrupt, Stopped):
            finish(job, Status.STOPPED)
            raise
        except Exception as error:
            finish(
                job,
                Status.FAILED,
                str(error)[:2_000] if isinstance(error, Unreadable | ValueError) else type(error).__name__,
            )
            raise
        _finish(job, progress)
        return progress


def start_import(job: Import) -> None:
    """Have the worker bring it in."""
    from nabiz.imports.tasks import bring_in

    Import.objects.filter(pk=job.pk).exclude(status__in=[Status.DONE, Status.UNDONE]).update(status=Status.WAITING)
    bring_in.defer(number=job.pk)


def stop_import(job: Import) -> None:
    """Ask whoever runs it to stop after the rows that it is at."""
    Import.objects.filter(pk=job.pk, status__in=[Status.RUNNING, Status.WAITING]).update(status=Status.STOPPED)


def dry_run(
    path: Path, table: Table, plan: Plan, *, settings: Mapping[str, Any] | None = None, bad_rows: Path | None = None,
    hear: Hear = lambda progress: None,
) -> Progress:  # fmt: skip
    """Do all of it and keep nothing: counts of what would become of the rows, and why some cannot be taken."""
    check(plan)
    bound = bind(plan, table.names)
    table = _as_told(path, table.name, {**plan.reading, **(settings or {})})
    job = Import(source=plan.source)
    runner = Runner(job, bound, table.settings, is_dry=True, hear=hear)
    return runner.run(portions(batches(path, table), bound, table.settings), table.names, bad_rows)


def undo_import(job: Import, *, by: Actor | None = None) -> Import:
    """Take back everything that an import did. What came otherwise stays, and what others changed since stays changed.

    Undoing it again changes nothing. Raises Busy while it runs, JournalGone where it was kept for too long.
    """
    with only_here(job), transaction.atomic():
        job = Import.objects.select_for_update().get(pk=job.pk)
        if job.status == Status.UNDONE:
            return job
        if has_lost_its_journal(job):
            raise JournalGone(job.pk)
        undoing.undo(job.pk)
        job.status, job.undone_at, job.undone_by_id = Status.UNDONE, timezone.now(), by.pk if by else None
        job.save(update_fields=["status", "undone_at", "undone_by_id"])
        announce(ImportUndone(number=job.pk, file=job.file_name), by=by)
    throw_away_files(job)
    return job


def import_records(
    rows: Sequence[Mapping[str, Any]],
    plan: Plan,
    *,
    by: Actor | None = None,
    name: str = "",
    into: Import | None = None,
) -> Import:
    """Bring dictionaries in at once, nested ones under dotted names. `into` goes on with an import of an earlier call.

    Subscribers of the timeline hear of what is new in them: as of now within a day, else as of history.

    The same records again change nothing. Raises BadMapping where the mapping makes no sense.
    """
    check(plan)
    job = into or Import.objects.create(
        file_name=name or title_of(plan),
        source=plan.source,
        mapping=as_dict(plan),
        mapping_hash="",
        by_id=by.pk if by else None,
    )
    Import.objects.filter(pk=job.pk).update(status=Status.RUNNING)
    table, found = portions_of(rows, after=job.position)
    bound = bind(plan, [*table, *(name for names in plan.columns.values() for name in names)])
    settings = files.settings_of({"decimal": ".", "date_order": "ymd", **plan.reading})
    progress = Runner(job, bound, settings, is_live=True).run(found, table, None)
    finish(job, Status.DONE)
    job.position, job.verdicts = progress.position, progress.verdicts  # type: ignore[attr-defined]
    return job


def throw_away_files(job: Import, *, bad_rows: bool = True) -> None:
    """Delete the copies that Nabız keeps of the file and of the rows that could not be taken.

    A file of several tables stays as long as another one of them is still to come.
    """
    if job.path and not is_needed(job):
        files.throw_away(Path(job.path))
    if job.bad_rows and bad_rows:
        files.throw_away(Path(job.bad_rows))


def is_needed(job: Import) -> bool:
    """Whether anything else is to come from the file of this import."""
    others = Import.objects.filter(path=job.path).exclude(pk=job.pk).exclude(status__in=[Status.DONE, Status.UNDONE])
    return others.exists() or Draft.objects.filter(path=job.path, job=None).exists()


def _run(job: Import, hear: Hear) -> Progress:
    path = Path(job.path)
    table = _as_told(path, job.table, job.settings)
    bound = bind(plan_of(job.mapping), table.names)
    bad_rows = Path(job.bad_rows) if job.bad_rows else files.folder() / str(job.pk) / "bad-rows.csv"
    if not job.bad_rows:
        Import.objects.filter(pk=job.pk).update(bad_rows=str(bad_rows))
        job.bad_rows = str(bad_rows)
    found = portions(batches(path, table, after_row=job.position), bound, table.settings)
    return Runner(job, bound, table.settings, hear=hear).run(found, table.names, bad_rows)


def _as_told(path: Path, name: str, told: Mapping[str, Any]) -> Table:
    """The table with these settings; a file that has only one may have been renamed."""
    tables = look_into(path, settings={name: files.settings_of(told)} if told else None)
    return next((each for each in tables if each.name == name), tables[0])


def _finish(job: Import, progress: Progress) -> None:
    with transaction.atomic():
        finish(job, Status.DONE)
        job.came = came_of(job)
        job.save(update_fields=["came"])
        counts = progress.counts
        announce(
            ImportFinished(number=job.pk, file=job.file_name, rows=counts["rows"], taken=counts["taken"]),
            by=job.by,
        )
    if not job.bad_bytes:
        throw_away_files(job)
    else:
        throw_away_files(job, bad_rows=False)
