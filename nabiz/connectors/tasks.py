from contextlib import suppress

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from nabiz.connectors.models import Connector, Delivery
from nabiz.connectors.pulling import pull
from nabiz.connectors.working import work_off


def soon(number: int) -> None:
    """Have the worker look at a connector; a look that is due already will do."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        lock = f"connector-{number}"
        work.configure(lock=lock, queueing_lock=lock).defer(number=number)


@app.task(name="connectors.work")
def work(number: int) -> None:
    if connector := Connector.objects.filter(pk=number).first():
        (work_off if connector.receives else pull)(connector)


@app.periodic(cron="* * * * *")
@app.task(name="connectors.look_after", queueing_lock="connectors_look_after")
def look_after(timestamp: int) -> None:
    """What is due to be asked, and deliveries whose look was missed or whose problem may have passed."""
    for number in Connector.objects.filter(next_at__lte=timezone.now()).values_list("pk", flat=True):
        soon(number)
    for number in Delivery.objects.waiting().order_by().values_list("connector", flat=True).distinct():
        soon(number)
