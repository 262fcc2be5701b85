from procrastinate.contrib.django import app

from nabiz.imports.commands import Busy, Stopped, run_import
from nabiz.imports.erasing import sweep
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


@app.periodic(cron="17 3 * * *")
@app.task(name="imports.sweep", lock="imports.sweep", queueing_lock="imports.sweep")
def sweep_files(timestamp: int) -> None:
    """Delete the files that nobody came back for."""
    sweep()
