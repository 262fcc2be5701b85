from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from nabiz.feedback.commands import settle
from nabiz.feedback.models import Response

LEFT_AFTER = timedelta(minutes=30)


@app.periodic(cron="*/5 * * * *")
@app.task(name="feedback.settle_responses", queueing_lock="settle_responses")
def settle_responses(timestamp: int) -> None:
    """Who has not gone on for half an hour has left: what they answered so far counts."""
    left = Response.objects.filter(settled_at=None, completed_at=None, touched_at__lt=timezone.now() - LEFT_AFTER)
    for response in left.order_by("touched_at")[:1_000]:
        settle(response)
