from procrastinate.contrib.django import app

from nabiz.followups.heard.letters import send_due
from nabiz.followups.recovery import reask_due


@app.periodic(cron="*/10 * * * *")
@app.task(name="followups.reask", queueing_lock="reask")
def ask_again(timestamp: int) -> None:
    """Some days after closing the same question is asked again."""
    reask_due()


@app.periodic(cron="*/5 * * * *")
@app.task(name="followups.letters", queueing_lock="letters")
def send_letters(timestamp: int) -> None:
    """Those who spoke of a cause are told what was done about it."""
    send_due()
