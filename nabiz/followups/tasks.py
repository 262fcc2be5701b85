from procrastinate.contrib.django import app

from nabiz.followups.heard.letters import send_due
from nabiz.followups.recovery import reask_due
from nabiz.followups.telling import mail_what_waits


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


@app.task(name="followups.tell_owner")
def tell_owner(owner: int, follow_ups: list[int]) -> None:
    """A member hears of what has become theirs."""
    mail_what_waits(owner, follow_ups)
