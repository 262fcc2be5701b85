"""Ask everybody in a segment once in so many days, without anybody thinking of it: each has a day of their own."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from nabiz.feedback.models import Survey
from nabiz.feedback.sending.models import Trigger
from nabiz.feedback.sending.triggers import chosen_by
from nabiz.team.queries import home_zone

OPENS, CLOSES = time(10), time(18)  # a slice is spread over these hours of the company's clock
CAUGHT_UP = 3  # days that were missed and are made up for

# Whose day it is depends on survey and customer alone: nobody comes twice within the cadence, whoever joins or leaves.
_DIGEST = "('x' || substr(md5(%(survey)s || '/' || id), {place}, 7))::bit(28)::int"
_SLICE = f"""
INSERT INTO feedback_turn (trigger_id, customer_id, occasion, due_at, state, reason)
SELECT %(trigger)s, id, %(occasion)s,
       %(opens)s::timestamptz + make_interval(secs => {_DIGEST.format(place=8)} %% %(seconds)s), 'waiting', ''
FROM unnest(%(ids)s::bigint[]) AS id
WHERE {_DIGEST.format(place=1)} %% %(every)s = %(day)s %% %(every)s
ON CONFLICT DO NOTHING
"""  # noqa: S608  our own words


def fill_slices(now: datetime | None = None) -> int:
    """Give everybody their turn whose day it is; returns how many. A day is filled once."""
    today = (now or timezone.now()).astimezone(home_zone()).date()
    alive = Trigger.objects.filter(every_days__gt=0, kind="", paused_at=None, removed_at=None)
    due = alive.filter(survey__status=Survey.Status.LIVE, survey__removed_at=None).exclude(filled_on__gte=today)
    return sum(_fill(trigger, today) for trigger in due.select_related("survey"))


@transaction.atomic
def _fill(trigger: Trigger, today: date) -> int:
    """Those days, too, on which nothing ran."""
    held = Trigger.objects.select_for_update().get(pk=trigger.pk)
    first = held.filled_on + timedelta(days=1) if held.filled_on else today
    first = max(first, today - timedelta(days=CAUGHT_UP))
    people = chosen_by(held) if first <= today else []
    added = sum(_slice(held, first + timedelta(days=n), people) for n in range((today - first).days + 1))
    Trigger.objects.filter(pk=held.pk).update(filled_on=today)
    return added


def _slice(trigger: Trigger, day: date, people: list[int]) -> int:
    opens = datetime.combine(day, OPENS, home_zone())
    seconds = (datetime.combine(day, CLOSES) - datetime.combine(day, OPENS)).seconds
    words: dict[str, Any] = {
        "trigger": trigger.pk, "survey": str(trigger.survey_id), "occasion": f"every:{day:%Y-%m-%d}", "opens": opens,
        "seconds": seconds, "ids": people, "every": trigger.every_days, "day": day.toordinal(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SLICE, words)
        return int(cursor.rowcount)
