"""What imports leave behind, by its age: files that nobody came back for, and the journals by which they are undone."""

from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from nabiz.imports import files
from nabiz.imports.models import Brought, Draft, Import, Touch
from nabiz.privacy.retention import deleting


class JournalGone(RuntimeError):
    """The import came in so long ago that what it did is no longer written down."""


def old_files(before: datetime) -> "QuerySet[Import]":
    """Imports begun before a moment that still have a file."""
    return Import.objects.filter(since__lt=before).exclude(path="", bad_rows="")


def old_drafts(before: datetime) -> "QuerySet[Draft]":
    """Tables that came before a moment and were never brought in."""
    return Draft.objects.filter(job=None, upload__since__lt=before)


def old_journals(before: datetime) -> "QuerySet[Touch]":
    """What imports did that ended before a moment."""
    return Touch.objects.filter(of__ended_at__lt=before)


def old_journals_of_the_new(before: datetime) -> "QuerySet[Brought]":
    return Brought.objects.filter(of__ended_at__lt=before)


def count_journals(before: datetime, most: int) -> int:
    return old_journals(before)[:most].count() + old_journals_of_the_new(before)[:most].count()


@transaction.atomic
def delete_journals(before: datetime, most: int) -> int:
    """What was changed first; what came new after it."""
    n = deleting(old_journals)(before, most)
    return n + deleting(old_journals_of_the_new)(before, most - n) if n < most else n


def delete_files(before: datetime, most: int) -> int:
    """Files of ours are deleted; of somebody else's file only the path is forgotten."""
    jobs = list(old_files(before)[:most])
    for job in jobs:
        for path in filter(None, (job.path, job.bad_rows)):
            files.throw_away(Path(path))
        job.path = job.bad_rows = ""
        job.save(update_fields=["path", "bad_rows"])
    return len(jobs)


def delete_drafts(before: datetime, most: int) -> int:
    """Tables of one upload may stand in one file, which goes with the first of them."""
    drafts = list(old_drafts(before)[:most])
    for draft in drafts:
        files.throw_away(Path(draft.path))
        draft.delete()
    return len(drafts)


def has_lost_its_journal(job: Import) -> bool:
    """Whether an import that changed something has nothing left by which it could be undone."""
    did = job.counts.get("new", 0) or job.counts.get("changed", 0)
    return bool(did) and not (Touch.objects.filter(of=job).exists() or Brought.objects.filter(of=job).exists())
