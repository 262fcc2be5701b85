from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from nabiz.team.delivery import deliver_mail


@app.task(name="team.deliver", retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def deliver(mail: int) -> None:
    """Hand a mail to the mail server; a refusal is tried again for about twenty minutes."""
    deliver_mail(mail)
