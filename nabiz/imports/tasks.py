from procrastinate.contrib.django import app

from nabiz.imports.commands import Busy, Stopped, run_import
from nabiz.imports.models import Import

LOCK = "imports"


@app.task(name="imports.bring_in", lock=LOCK)
def bring_in(number: int) -> None:
    """Cut off, it goes on where it was when it is run again."""
    job = Import.objects.filter(pk=number, status__in=[Import.Status.WAITING, Import.Status.RUNNING]).first()
    if job is None:
        return
    try:
        run_import(job)
    except (Busy, Stopped):
        return
    except ValueError:
        return  # the import keeps the sentence that says why
