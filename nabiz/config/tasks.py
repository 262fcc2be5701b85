from django.core.management import call_command
from procrastinate.contrib.django import app


@app.periodic(cron="41 3 * * *")
@app.task(name="config.tidy_up", queueing_lock="tidy_up")
def tidy_up(timestamp: int) -> None:
    """Expired sign-ins are of no use to anybody."""
    call_command("clearsessions")
