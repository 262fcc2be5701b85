"""Goals in words, in the reader's language."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nabiz.metrics import figures
from nabiz.metrics.definitions import Metric
from nabiz.metrics.goals import Outlook
from nabiz.metrics.models import Goal
from nabiz.ui import formats


@dataclass(frozen=True)
class GoalWords:
    """What a metric's page says about its goal."""

    goal: str
    verdict: str
    tone: str
    expected: str
    owner: str


def goal_words(outlook: Outlook, currency: str) -> GoalWords:
    owner = outlook.goal.owner
    return GoalWords(
        goal=_("Goal: %(target)s by %(day)s")
        % {"target": target_words(outlook.metric, outlook.goal, currency), "day": formats.format_day(outlook.goal.due)},
        verdict=verdict_words(outlook),
        tone={"on_track": "good", "reached": "good", "at_risk": "bad", "missed": "bad"}.get(outlook.verdict, "none"),
        expected=expected_words(outlook, currency),
        owner=str(owner) if owner else "",
    )


def tile_words(outlook: Outlook, currency: str) -> str:
    """The goal in the one line that a tile has."""
    return _("%(verdict)s: goal %(target)s by %(month)s") % {
        "verdict": verdict_words(outlook),
        "target": target_words(outlook.metric, outlook.goal, currency),
        "month": formats.format_month(outlook.month),
    }


def target_words(metric: Metric, goal: Goal, currency: str) -> str:
    return formats.format_value(goal.target, figures.unit_of(metric), currency=currency)


def verdict_words(outlook: Outlook) -> str:
    match outlook.verdict:
        case "on_track":
            return _("On track")
        case "at_risk":
            return _("At risk")
        case "reached":
            return _("Reached")
        case "missed":
            return _("Missed")
    return _("Too early to say")


def expected_words(outlook: Outlook, currency: str) -> str:
    """What the verdict rests on."""
    if outlook.value is None:
        return _("A forecast needs six months with enough data.")
    unit = figures.unit_of(outlook.metric)
    parts = {
        "month": formats.format_month(outlook.month),
        "value": formats.format_value(outlook.value, unit, currency=currency),
        "bounds": formats.format_interval(outlook.low, outlook.high, unit, currency=currency),
    }
    if outlook.verdict in ("reached", "missed"):
        return _("%(month)s was %(value)s.") % parts
    if outlook.is_open:
        return _("Expected for %(month)s: %(value)s %(bounds)s. It could go either way.") % parts
    return _("Expected for %(month)s: %(value)s %(bounds)s.") % parts
