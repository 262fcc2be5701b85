"""Set what a metric shall reach, or drop it."""

from datetime import date

from django.db import transaction

from nabiz.metrics.definitions import Metric
from nabiz.metrics.events import GoalDropped, GoalSet
from nabiz.metrics.models import Goal
from nabiz.timeline.commands import Actor, announce


@transaction.atomic
def set_goal(metric: Metric, target: float, due: date, *, owner_id: int | None, by: Actor) -> Goal:
    """One goal per metric: a new one takes the place of the old."""
    wanted = {"target": target, "due": due, "owner_id": owner_id}
    goal, _is_new = Goal.objects.update_or_create(metric=metric.name, defaults=wanted)
    announce(GoalSet(metric=metric.name, target=target, due=due), by=by)
    return goal


@transaction.atomic
def drop_goal(metric: Metric, *, by: Actor) -> None:
    dropped, _each = Goal.objects.filter(metric=metric.name).delete()
    if dropped:
        announce(GoalDropped(metric=metric.name), by=by)
