"""The follow-ups and causes of a week, as far as a member may see them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from nabiz.followups.causes import Change, change_since, visible_causes
from nabiz.followups.models import Cause, Closure
from nabiz.followups.queries import FIRST_DUE, Row, visible_follow_ups, with_words
from nabiz.themes.queries import Tally, Wanted, tally_of, verbatims_of
from nabiz.themes.windows import USUAL, Stretch

if TYPE_CHECKING:
    from nabiz.team.models import Member


@dataclass(frozen=True)
class Week:
    """What was opened and closed in seven days, what is overdue now, and what is due first, one's own foremost."""

    opened: int
    closed: int
    overdue: int
    own_overdue: int
    first: list[Row]


@dataclass(frozen=True)
class Standing:
    """A cause somebody works on, how much was said of it in 90 days, and the change since the action."""

    cause: Cause
    tally: Tally
    change: Change | None


def week_of(member: "Member", *, at_most: int = 5, now: datetime | None = None) -> Week:
    now = now or timezone.now()
    since, seen = now - timedelta(days=7), visible_follow_ups(member)
    overdue = seen.overdue(now).awake(now)
    waiting = list(seen.open().awake(now).order_by(*FIRST_DUE)[:200])
    waiting.sort(key=lambda each: each.owner_id != member.pk)  # stable: within both, what is due first stays first
    return Week(
        opened=seen.filter(opened_at__gte=since).count(),
        closed=Closure.objects.filter(closed_at__gte=since, follow_up__in=seen.order_by().values("pk")).count(),
        overdue=overdue.count(),
        own_overdue=overdue.of(member.pk).count(),
        first=with_words(waiting[:at_most]),
    )


def largest_causes(member: "Member", *, at_most: int = 3) -> list[Standing]:
    """Those that somebody works on, of which most customers spoke in the last 90 days."""
    stretch = Stretch.of_days(int(USUAL))
    causes = [each for each in visible_causes(member).filter(ended_at=None) if each.theme]
    sized = [(each, tally_of(verbatims_of(each.theme, Wanted(stretch=stretch)))) for each in causes]
    sized.sort(key=lambda pair: (-pair[1].customers, pair[0].pk))
    return [Standing(cause, tally, change_since(cause)) for cause, tally in sized[:at_most]]
