"""Keep the mirror up to date, rebuild it, and make it forget."""

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar, cast

from django.db import OperationalError, close_old_connections, connection
from django.utils import timezone

from nabiz.timeline.facts import Family
from nabiz.timeline.mirror import dimensions, export, parts
from nabiz.timeline.mirror.manifest import (
    DimensionFile,
    FamilyFiles,
    Manifest,
    folder,
    forget_plea,
    is_rebuild_asked_for,
    read_manifest,
    write_manifest,
)
from nabiz.timeline.models import Gone, Withdrawal

log = logging.getLogger(__name__)
T = TypeVar("T")
EVERY = 1.0
KEEP_TRASH = 600.0  # a reader may hold a manifest this long
_LOCK = 0x6E61_6269


def refresh() -> bool:
    """Bring the mirror up to date once. False where there was nothing new or another process is at it."""
    with _writer() as is_mine:
        return _whole(_refresh) if is_mine else False


def rebuild() -> None:
    """Throw the mirror away and make it again from PostgreSQL."""
    with _writer(wait=True):
        _start_over()
        _refresh()


def sweep() -> int:
    """Drop the rows of erased customers from the files, now. Returns how many files were rewritten."""
    with _writer(wait=True):
        _whole(_refresh)
        return _whole(_sweep)


def run(stop: threading.Event) -> None:
    """Keep the mirror a second behind until told to stop."""
    pause = EVERY
    while not stop.wait(pause):
        try:
            close_old_connections()
            refresh()
            pause = EVERY
        except OperationalError as error:
            pause = min(pause * 2, 60)
            log.warning("The mirror waits for the database, %s s: %s", pause, str(error).splitlines()[0])
        except Exception:
            log.exception("The mirror could not be refreshed; trying again in %s s.", pause * 2)
            pause = min(pause * 2, 60)
    connection.close()


def _whole(work: Callable[[], T]) -> T:
    """The work; where a file turns out to be damaged, on a mirror that was made again."""
    try:
        return work()
    except parts.Damaged as error:
        log.warning("The mirror is made again, as a file of it is damaged: %s", error)
        _start_over()
        _refresh()
        return work()


def _sweep() -> int:
    gone = list(Gone.objects.filter(swept_at=None).values_list("customer_id", flat=True))
    if not gone:
        return 0
    manifest = read_manifest()
    rewritten = sum(_rewrite_without(manifest, gone, family, month) for family, month in _months(manifest))
    write_manifest(manifest)
    _empty_trash(manifest, keep=0)
    Gone.objects.filter(customer_id__in=gone).update(swept_at=timezone.now())
    return rewritten


def _refresh() -> bool:
    folder().mkdir(parents=True, exist_ok=True)
    manifest = _continued()
    is_new = _take_in_events(manifest)
    is_new = _take_in_dimensions(manifest) or is_new
    if is_new:
        write_manifest(manifest)
        _empty_trash(manifest, keep=KEEP_TRASH)
        Withdrawal.objects.filter(xid__lt=manifest.watermark).delete()
    return is_new


def _continued() -> Manifest:
    """The manifest, or a fresh one where it belongs to another database or to a future that was undone."""
    manifest, database = read_manifest(), export.database_identity()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        newest = cursor.fetchone()[0]
    if manifest.database == database and manifest.watermark <= newest:
        if not is_rebuild_asked_for() and all((folder() / path).exists() for path in manifest.live_files()):
            return manifest
        _start_over()  # somebody tidied up in the folder, or a reader stumbled over a file
        return read_manifest()
    if manifest.database:
        shutil.rmtree(folder() / "events", ignore_errors=True)
        shutil.rmtree(folder() / "dimensions", ignore_errors=True)
    export.forget_transactions_of_another_server()
    return Manifest(database=database)


def _start_over() -> None:
    manifest = read_manifest()
    fresh = Manifest(database=manifest.database, trash=dict.fromkeys(manifest.live_files(), time.time()))
    for name, family in manifest.families.items():
        fresh.families[name] = FamilyFiles(version=family.version + 1)
    fresh.trash |= manifest.trash
    folder().mkdir(parents=True, exist_ok=True)
    write_manifest(fresh)
    forget_plea()


def _take_in_events(manifest: Manifest) -> bool:
    touched: set[str] = set()
    with export.unseen_since(manifest.watermark) as unseen:
        for (family, month), ids in unseen.withdrawn.items():
            if _rewrite_without(manifest, ids, family, month, column="id"):
                touched.add(family)
        for batch in unseen.batches:
            for family, month, table in parts.split(batch):
                files = manifest.families.setdefault(family, FamilyFiles()).files.setdefault(month, [])
                files.append(parts.write_part(family, month, table))
                touched.add(family)
                _join_small(manifest, family, month)
        manifest.watermark = max(manifest.watermark, unseen.until)
    for name in touched:
        manifest.families[name].version += 1
    return bool(touched)


def _join_small(manifest: Manifest, family: Family, month: str) -> None:
    files = manifest.families[family].files[month]
    if chosen := parts.worth_joining(files):
        whole = parts.write_part(family, month, parts.joined(family, chosen))
        manifest.families[family].files[month] = [path for path in files if path not in chosen] + [whole]
        manifest.trash |= dict.fromkeys(chosen, time.time())


def _take_in_dimensions(manifest: Manifest) -> bool:
    is_new = False
    for dimension in dimensions.registered():
        kept = manifest.dimensions.get(dimension.name)
        version = dimension.version()
        if kept and kept.version == version:
            continue
        if kept:
            manifest.trash[kept.file] = time.time()
        path = parts.write_dimension(dimension.name, dimension.table())
        manifest.dimensions[dimension.name] = DimensionFile(version, path)
        is_new = True
    return is_new


def _rewrite_without(
    manifest: Manifest, gone: list[int], family: Family, month: str, column: str = "customer_id"
) -> int:
    files = manifest.families[family].files.get(month, []) if family in manifest.families else []
    affected = [path for path in files if parts.mentions(path, gone, column)]
    if not affected:
        return 0
    table = parts.joined(family, affected, without=gone, column=column)
    kept = [path for path in files if path not in affected]
    manifest.families[family].files[month] = [*kept, parts.write_part(family, month, table)] if table.num_rows else kept
    manifest.families[family].version += 1
    manifest.trash |= dict.fromkeys(affected, time.time())
    return len(affected)


def _months(manifest: Manifest) -> list[tuple[Family, str]]:
    return [(cast(Family, name), month) for name, family in manifest.families.items() for month in family.files]


def _empty_trash(manifest: Manifest, *, keep: float) -> None:
    """Delete files that have not been part of the mirror for a while, and those that a crash left behind."""
    for path, since in list(manifest.trash.items()):
        if time.time() - since >= keep:
            (folder() / path).unlink(missing_ok=True)
            del manifest.trash[path]
    if keep == 0:
        known = manifest.live_files()
        for file in folder().rglob("*.parquet"):
            if file.relative_to(folder()).as_posix() not in known:
                file.unlink(missing_ok=True)


@contextmanager
def _writer(*, wait: bool = False) -> Iterator[bool]:
    """One process at a time writes the mirror of a database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s), true" if wait else "SELECT 1, pg_try_advisory_lock(%s)", [_LOCK])
        is_mine = cursor.fetchone()[1]
        try:
            yield is_mine
        finally:
            if is_mine:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
