from procrastinate.contrib.django import app

from nabiz.timeline.mirror.commands import sweep


@app.periodic(cron="17 3 * * *")
@app.task(name="timeline.sweep_mirror", queueing_lock="sweep_mirror")
def sweep_mirror(timestamp: int) -> None:
    """Erased customers are left out of every answer at once; their rows leave the files within a day."""
    sweep()
