from datetime import date

from django.utils.translation import gettext_lazy as _

from nabiz.timeline.facts import Fact, fact


@fact("goal.set", family="house", icon="target", label=_("Goal set"), sentence=_("Set a goal for {metric}: {target}"))
class GoalSet(Fact):
    metric: str
    target: float
    due: date


@fact(
    "goal.dropped", family="house", icon="target", label=_("Goal dropped"), sentence=_("Dropped the goal for {metric}")
)
class GoalDropped(Fact):
    metric: str
