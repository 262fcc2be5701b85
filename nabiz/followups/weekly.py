"""The follow-ups and causes of a week, as far as a member may see them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from nabiz.customers.queries import in_segment
from nabiz.followups.causes import Change, change_since, visible_causes
from nabiz.followups.models import Cause
from nabiz.followups.queries import FIRST_DUE, Row, visible_follow_ups, with_words
from nabiz.themes.queries import Tally, Wanted, tally_of, verbatims_of
from nabiz.themes.windows import USUAL, Stretch
from nabiz.timeline.queries import events_numbered

if TYPE_CHECKING:
    from nabiz.team.models import Member

MOST_WAITING = 500


@dataclass(frozen=True)
class Week:
    """What was opened and closed in seven days, what is overdue now, and what is due first, one's own foremost.

    `done` are those closed last; `recovered` of `asked_again` were happy when they were asked once more, in 28 days.
    """

    opened: int
    closed: int
    overdue: int
    own_overdue: int
    first: list[Row]
    done: list[Row]
    asked_again: int
    recovered: int


@dataclass(frozen=True)
class Standing:
    """A cause somebody works on, how much was said of it in 90 days, and the change since the action."""

    cause: Cause
    tally: Tally
    change: Change | None


def week_of(
    member: "Member", *, owners: Collection[int] | None = None, at_most: int = 5, now: datetime | None = None
) -> Week:
    """Of all follow-ups that the member may see, or of those that belong to these members."""
    now = now or timezone.now()
    since, seen = now - timedelta(days=7), visible_follow_ups(member)
    if owners is not None:
        seen = seen.filter(owner__in=owners)
    overdue = seen.overdue(now).awake(now)
    waiting = list(seen.open().awake(now).order_by(*FIRST_DUE)[:200])
    waiting.sort(key=lambda each: each.owner_id != member.pk)  # stable: within both, what is due first stays first
    done = seen.filter(closure__closed_at__gte=since).order_by("-closure__closed_at", "-pk")
    again = seen.filter(reask__answered_at__gte=now - timedelta(days=28))
    return Week(
        opened=seen.filter(opened_at__gte=since).count(),
        closed=done.count(),
        overdue=overdue.count(),
        own_overdue=overdue.of(member.pk).count(),
        first=with_words(waiting[:at_most]),
        done=with_words(list(done[:at_most])),
        asked_again=again.count(),
        recovered=again.filter(reask__has_recovered=True).count(),
    )


def unowned_within(member: "Member", among: Mapping[str, Sequence[str]]) -> int:
    """How many open follow-ups belong to nobody, of answers in one of these stages, touchpoints and segments."""
    waiting = list(visible_follow_ups(member).open().awake().filter(owner=None).order_by(*FIRST_DUE)[:MOST_WAITING])
    events = events_numbered(each.answer for each in waiting)
    for name, values in among.items():
        if name == "segment":
            people = {pk for slug in values for pk in in_segment(slug).values_list("pk", flat=True)}
            waiting = [each for each in waiting if each.customer_id in people]
        else:
            waiting = [each for each in waiting if getattr(events.get(each.answer), name, None) in values]
    return len(waiting)


def largest_causes(
    member: "Member",
    *,
    owners: Collection[int] | None = None,
    themes: Collection[int] | None = None,
    at_most: int = 3,
) -> list[Standing]:
    """Those that somebody works on, of which most customers spoke in the last 90 days. With `owners` only theirs and
    those about one of `themes`."""
    stretch = Stretch.of_days(int(USUAL))
    found = visible_causes(member).filter(ended_at=None)
    if owners is not None:
        found = found.filter(Q(owner__in=owners) | Q(theme__in=themes or []))
    causes = [each for each in found if each.theme]
    sized = [(each, tally_of(verbatims_of(each.theme, Wanted(stretch=stretch)))) for each in causes]
    sized.sort(key=lambda pair: (-pair[1].customers, pair[0].pk))
    return [Standing(cause, tally, change_since(cause)) for cause, tally in sized[:at_most]]
