"""What comes by the browser: files with their tables, drafts of what is to be made of each, and own mappings by name.

take_upload(files, by=member)                # refuses what cannot be read, with a reason for each
choose_mapping(draft, plan, preset=slug)     # also after every change in the form
describe_reading(draft, settings)            # how the table is written, where the guess was wrong
start_trial(upload) / import_upload(upload, by=member) / discard_upload(upload)
save_mapping(name, plan, by=member) / forget_mapping(saved)
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from nabiz.imports import files
from nabiz.imports.commands import prepare_import, start_import
from nabiz.imports.drafting import fitting, hash_of_draft, looked, plan_of_draft
from nabiz.imports.mappings.model import Plan
from nabiz.imports.mappings.toml import as_dict
from nabiz.imports.models import Draft, Import, SavedMapping, Upload
from nabiz.imports.queries import look_at_file
from nabiz.imports.reading.problems import Unreadable

if TYPE_CHECKING:
    from nabiz.team.models import Member

LONGEST_NAME = 80


def take_upload(sent: "Iterable[UploadedFile[Any]]", *, by: "Member") -> Upload:
    """Keep the files and look at their tables. A file that cannot be read is not kept; `refused` says why."""
    upload = Upload.objects.create(by=by)
    for each in sent:
        path = files.keep_upload(each.name or "file", each.chunks())
        try:
            _add_tables(upload, path)
        except Unreadable as refusal:
            facts = {name: str(fact) for name, fact in refusal.problem.facts.items()}
            upload.refused.append([path.name, refusal.problem.code, facts])
            files.throw_away(path)
    upload.save(update_fields=["refused"])
    return upload


@transaction.atomic
def choose_mapping(draft: Draft, plan: Plan, *, preset: str = "") -> Draft:
    draft.mapping, draft.preset = as_dict(plan), preset
    draft.save(update_fields=["mapping", "preset"])
    return draft


@transaction.atomic
def describe_reading(draft: Draft, settings: Mapping[str, Any]) -> Draft:
    """Say how the table is written. Raises Unreadable where it cannot be read like this; then nothing changes."""
    look_at_file(Path(draft.path), settings={draft.table: dict(settings)})
    draft.settings = dict(settings)
    draft.save(update_fields=["settings"])
    return draft


@transaction.atomic
def want_tables(upload: Upload, numbers: Iterable[int]) -> None:
    """Which tables of the upload are to be brought in; the others are left out."""
    upload.drafts.update(is_wanted=False)
    upload.drafts.filter(pk__in=list(numbers)).update(is_wanted=True)


@transaction.atomic
def start_trial(upload: Upload) -> None:
    """Have the worker do all of it without keeping anything."""
    from nabiz.imports.tasks import try_out

    for draft in upload.drafts.filter(is_wanted=True, job=None):
        draft.trial, draft.trial_of = {"state": "waiting"}, hash_of_draft(draft)
        draft.save(update_fields=["trial", "trial_of"])
        try_out.defer(number=draft.pk)


@transaction.atomic
def import_upload(upload: Upload, drafts: Iterable[Draft], *, by: "Member") -> list[Import]:
    """Bring these tables of an upload in, in this order. Raises BadMapping where one of them is not ready."""
    jobs = []
    for draft in drafts:
        job = prepare_import(
            Path(draft.path), looked(draft), plan_of_draft(draft), by=by, settings=draft.settings or None
        )
        draft.job, draft.trial = job, None  # its verdicts quote cells
        draft.save(update_fields=["job", "trial"])
        jobs.append(job)
    for job in jobs:
        if job.status in (Import.Status.WAITING, Import.Status.STOPPED, Import.Status.FAILED):
            start_import(job)
    return jobs


@transaction.atomic
def discard_upload(upload: Upload) -> None:
    """Delete the files of tables that were not brought in."""
    paths = {draft.path for draft in upload.drafts.filter(job=None)}
    upload.delete()
    for path in paths:
        if not Import.objects.filter(path=path).exclude(status__in=[Import.Status.DONE, Import.Status.UNDONE]).exists():
            files.throw_away(Path(path))


@transaction.atomic
def save_mapping(name: str, plan: Plan, *, by: "Member") -> SavedMapping:
    """Under this name, in place of what had it before."""
    told = {"mapping": as_dict(plan), "by": by, "changed_at": timezone.now()}
    saved, _is_new = SavedMapping.objects.update_or_create(name=name.strip()[:LONGEST_NAME], defaults=told)
    return saved


def forget_mapping(saved: SavedMapping) -> None:
    saved.delete()


def _add_tables(upload: Upload, path: Path) -> None:
    for table in look_at_file(path):
        draft = Draft(upload=upload, path=str(path), file_name=path.name, table=table.name)
        plan, draft.preset = fitting(table)
        draft.mapping, draft.place = as_dict(plan), upload.drafts.count()
        draft.is_wanted = table.rows != 0
        draft.save()
