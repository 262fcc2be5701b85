from typing import TYPE_CHECKING

from django.utils import translation
from procrastinate.contrib.django import app

from nabiz.imports import trials
from nabiz.imports.commands import Busy, Stopped, run_import
from nabiz.imports.models import Draft, Import
from nabiz.imports.reading.problems import Unreadable
from nabiz.imports.running.afterwards import catch_up
from nabiz.team.queries import company

if TYPE_CHECKING:
    from nabiz.team.models import Member

LOCK = "imports"


@app.task(name="imports.bring_in", lock=LOCK)
def bring_in(number: int) -> None:
    """Cut off, it goes on where it was when it is run again."""
    job = Import.objects.filter(pk=number, status__in=[Import.Status.WAITING, Import.Status.RUNNING]).first()
    if job is None:
        return
    try:
        with translation.override(_language_of(job.by)):
            run_import(job)
        catch_up()
    except (Busy, Stopped):
        return
    except (ValueError, Unreadable):
        return  # the import keeps the sentence that says why


@app.task(name="imports.try_out", lock="imports.trials")
def try_out(number: int) -> None:
    """Go through a table without keeping anything. Whoever discards or changes it meanwhile ends that."""
    draft = Draft.objects.select_related("upload__by").filter(pk=number).first()
    if draft is not None:
        with translation.override(_language_of(draft.upload.by)):
            trials.run_trial(draft)


def _language_of(member: "Member | None") -> str:
    """Reasons are written down in the language of whoever brought the file."""
    its_company = company()
    return (member.language if member else "") or (its_company.language if its_company else "en")
