"""Personal links for who sends them in a way of their own: the same invitations, within the same limits."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from nabiz.customers.queries import customers_matching
from nabiz.feedback.commands import Asked, invite_all, mark
from nabiz.feedback.events import SurveyChanged
from nabiz.feedback.models import Step
from nabiz.feedback.queries import survey_url
from nabiz.feedback.sending.caps import hold, judge
from nabiz.feedback.sending.models import Trigger, Turn
from nabiz.feedback.sending.reminders import plan_reminders
from nabiz.feedback.sending.triggers import chosen_by
from nabiz.timeline.commands import Actor, announce
from nabiz.timeline.exports import harmless

AT_ONCE = 500


@dataclass(frozen=True)
class PersonalLink:
    """`address` is where the customer may be written to; the link can be read this once."""

    customer_id: int
    name: str
    address: str = field(repr=False)
    language: str
    url: str = field(repr=False)


@transaction.atomic
def make_links(trigger: Trigger, *, by: Actor) -> list[PersonalLink]:
    """Everybody in the segment who may be asked now counts as asked; five hundred at once, asking again gives the rest.

    Raises NotAsked where the survey is not live.
    """
    chosen = chosen_by(trigger)
    hold(chosen)
    judged = judge(trigger.survey, trigger.channel, chosen, follows_event=False)
    links = _links(trigger, dict(list(judged.addresses.items())[:AT_ONCE]))
    if links:
        announce(SurveyChanged(name=trigger.survey.name, what="links made", trigger=trigger.pk), by=by)
    return links


def sheet_of(links: Iterable[PersonalLink]) -> str:
    """As CSV that spreadsheets read as they should."""
    sheet = csv.writer(written := io.StringIO())
    sheet.writerow(["customer", "name", "address", "language", "link"])
    for each in links:
        sheet.writerow([each.customer_id, *map(harmless, (each.name, each.address, each.language)), each.url])
    return "\ufeff" + written.getvalue()


def _links(trigger: Trigger, addresses: dict[int, str]) -> list[PersonalLink]:
    people = customers_matching("").in_bulk(list(addresses))
    asked = [Asked(customer) for customer in people.values()]
    invitations = invite_all(trigger.survey, asked, channel=trigger.channel)
    mark(Step.Kind.SENT, *invitations)
    plan_reminders(trigger, invitations)
    now = timezone.now()
    about: dict[str, Any] = {"trigger": trigger, "occasion": f"links:{timezone.localdate(now):%Y-%m-%d}", "due_at": now}
    sent = [Turn(customer=i.customer, invitation=i, state=Turn.State.SENT, **about) for i in invitations]
    Turn.objects.bulk_create(sent)
    return [
        PersonalLink(number, customer.name, addresses[number], invitation.language, survey_url(invitation.token))
        for (number, customer), invitation in zip(people.items(), invitations, strict=True)
    ]
