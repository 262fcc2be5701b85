from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from nabiz.team.bounce_box import read_bounces
from nabiz.team.delivery import deliver_mail


@app.task(name="team.deliver", retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def deliver(mail: int) -> None:
    """Hand a mail to the mail server; a refusal is tried again for about twenty minutes."""
    deliver_mail(mail)


@app.periodic(cron="* * * * *")
@app.task(name="team.read_bounces", queueing_lock="read_bounces", lock="read_bounces")
def read_bounce_box(timestamp: int) -> None:
    """Mails that came back are noted, where a mailbox for them is set."""
    read_bounces()
