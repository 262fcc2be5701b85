"""Whether the made-up company lives here, moves in or moves out."""

from procrastinate.contrib.django.models import ProcrastinateJob

from nabiz.demo.models import DemoRun
from nabiz.demo.tasks import LOCK


def demo_run() -> DemoRun | None:
    return DemoRun.objects.first()


def is_moving() -> bool:
    """Whether somebody has asked for it in the browser and the worker is at it, or will be."""
    return ProcrastinateJob.objects.filter(queueing_lock=LOCK, status__in=["todo", "doing"]).exists()
