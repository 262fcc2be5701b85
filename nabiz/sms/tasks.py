from procrastinate import RetryStrategy
from procrastinate.contrib.django import app


@app.task(name="sms.deliver", retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def deliver(text: int) -> None:
    """Hand a message to the gateway; one that cannot just now is asked again for about twenty minutes."""
    from nabiz.sms.delivery import deliver_text

    deliver_text(text)
