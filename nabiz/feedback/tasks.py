from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from nabiz.feedback.commands import settle
from nabiz.feedback.models import Response, Survey
from nabiz.feedback.sending.autopilot import fill_slices
from nabiz.feedback.sending.models import Trigger
from nabiz.feedback.sending.reminders import take_reminders
from nabiz.feedback.sending.triggers import follow_events
from nabiz.feedback.sending.turns import take_turns

LEFT_AFTER = timedelta(minutes=30)


@app.periodic(cron="*/5 * * * *")
@app.task(name="feedback.settle_responses", queueing_lock="settle_responses")
def settle_responses(timestamp: int) -> None:
    """Who has not gone on for half an hour has left: what they answered so far counts."""
    left = Response.objects.filter(settled_at=None, completed_at=None, touched_at__lt=timezone.now() - LEFT_AFTER)
    for response in left.order_by("touched_at")[:1_000]:
        settle(response)


@app.periodic(cron="* * * * *")
@app.task(name="feedback.send", queueing_lock="feedback_send")
def send(timestamp: int) -> None:
    """Whom something happened to gets a turn, and whose turn has come is asked."""
    following = Trigger.objects.filter(paused_at=None, removed_at=None).exclude(kind="")
    for trigger in following.filter(survey__status=Survey.Status.LIVE, survey__removed_at=None):
        follow_events(trigger)
    fill_slices()
    take_turns()
    take_reminders()
