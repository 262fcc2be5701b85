from procrastinate.contrib.django import app

from nabiz.followups.recovery import reask_due


@app.periodic(cron="*/10 * * * *")
@app.task(name="followups.reask", queueing_lock="reask")
def ask_again(timestamp: int) -> None:
    """Some days after closing the same question is asked again."""
    reask_due()
