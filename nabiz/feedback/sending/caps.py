"""How often one customer may be asked. Everybody whose turn it is goes through here, whatever made it their turn."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from nabiz.customers.addresses import roots_of, since_of
from nabiz.customers.queries import everybody_in
from nabiz.feedback.declining import who_declined
from nabiz.feedback.events import LimitsChanged
from nabiz.feedback.models import Invitation, Survey
from nabiz.feedback.sending.contacts import written_to
from nabiz.feedback.sending.models import Caps, Turn
from nabiz.privacy.deciding import decide
from nabiz.statistics.surveys import Sent, eligibility
from nabiz.team.queries import home_zone
from nabiz.timeline.commands import Actor, announce

_LOCKS = 5 << 48  # keeps these locks apart from others that are named by a number
LOOK_BACK = timedelta(days=400)
_WELCOMES = "start"  # the stage of first steps


@dataclass(frozen=True)
class Judgement:
    """Who may be asked now and at which address, and why the others may not."""

    addresses: dict[int, str] = field(repr=False)
    held: dict[int, str]

    @property
    def counts(self) -> Counter[str]:
        return Counter(self.held.values())


def caps() -> Caps:
    return Caps.objects.first() or Caps()


@transaction.atomic
def change_caps(changed: Caps, *, by: Actor) -> None:
    changed.save()
    announce(
        LimitsChanged(
            per_year=changed.per_year, days_any=changed.days_any, days_same=changed.days_same, days_new=changed.days_new
        ),
        by=by,
    )


def hold(customer_ids: Iterable[int]) -> None:
    """Let nobody else decide about these people until the transaction ends: two workers must not both find room."""
    numbers = sorted({_LOCKS + root for root in roots_of(customer_ids).values()})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(n) FROM unnest(%s::bigint[]) AS n", [numbers])


def judge(
    survey: Survey,
    channel: str,
    customer_ids: Collection[int],
    *,
    follows_event: bool,
    apart_from: Collection[int] = (),
) -> Judgement:
    """A decision about each of these customers, in a handful of queries however many they are.

    Who came lately is left alone, except by surveys about the first steps and about what has just happened.
    `apart_from` are invitations that do not count: those that somebody is to be reminded of.
    """
    decisions = decide(customer_ids, survey.purpose, channel, at=timezone.now())
    held = {each: _reason(one.reason) for each, one in decisions.items() if not one.allowed}
    allowed = [each for each in decisions if each not in held]
    people = everybody_in(set(roots_of(allowed).values()))
    roots, rules = roots_of(allowed), caps()
    people_of = {each: people[roots[each]] for each in allowed if each in roots}
    if not follows_event and survey.stage != _WELCOMES:
        held |= dict.fromkeys(_newcomers(people_of, rules.days_new), str(Turn.Reason.NEW))
    capped = [*_capped(survey, people_of, rules, apart_from), *_written_to(people_of, rules.days_any)]
    held |= dict.fromkeys(capped, str(Turn.Reason.CAPPED))
    refusing = who_declined(number for side in people_of.values() for number in side)
    held |= dict.fromkeys((e for e, sides in people_of.items() if refusing & set(sides)), str(Turn.Reason.DECLINED))
    return Judgement({each: decisions[each].address for each in allowed if each not in held}, held)


def _reason(why: str) -> str:
    return str(Turn.Reason.NO_CONSENT if why in ("no_consent", "withdrawn") else Turn.Reason.NO_ADDRESS)


def _newcomers(people: Mapping[int, list[int]], days: int) -> list[int]:
    since, edge = since_of(people), timezone.now() - timedelta(days=days)
    return [each for each in people if each in since and since[each] > edge]


def _capped(survey: Survey, people: Mapping[int, list[int]], rules: Caps, apart_from: Collection[int]) -> list[int]:
    zone = home_zone()
    today = timezone.now().astimezone(zone).date()
    side_of = {side: each for each, sides in people.items() for side in sides}
    history: dict[int, list[Sent]] = {}
    for customer_id, survey_id, at in _invitations(side_of, apart_from):
        history.setdefault(side_of[customer_id], []).append(Sent(str(survey_id), at.astimezone(zone).date()))
    limits: dict[str, Any] = {
        "min_days_any": rules.days_any,
        "min_days_same": rules.days_same,
        "max_per_365_days": rules.per_year,
    }
    return [
        each for each, sent in history.items() if not eligibility(str(survey.pk), sent, today=today, **limits).eligible
    ]


def _written_to(people: Mapping[int, list[int]], days: int) -> list[int]:
    """Who had a letter of another kind within the days that lie between two contacts."""
    side_of = {side: each for each, sides in people.items() for side in sides}
    edge = timezone.now() - timedelta(days=days)
    return [side_of[customer_id] for customer_id, at in written_to(side_of) if customer_id in side_of and at > edge]


def _invitations(customer_ids: Collection[int], apart_from: Collection[int]) -> Iterable[tuple[int, int, datetime]]:
    asked = Invitation.objects.of_people().filter(customer_id__in=list(customer_ids)).exclude(pk__in=apart_from)
    recent = asked.filter(invited_at__gt=timezone.now() - LOOK_BACK).order_by()
    return recent.values_list("customer_id", "survey_id", "invited_at")
