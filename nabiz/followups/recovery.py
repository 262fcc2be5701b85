"""The same question again, some days after closing: did it help?

A re-ask goes once, to who may be contacted, by mail. It is exempt from the frequency cap: it belongs to the answer that
they gave, and without it nobody would know whether the follow-up helped.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from nabiz.customers.standing import standing_for
from nabiz.feedback.commands import invite
from nabiz.feedback.queries import survey_asking
from nabiz.followups.events import FollowUpAnsweredAgain, FollowUpReasked
from nabiz.followups.mails import mail_reask
from nabiz.followups.models import Reask
from nabiz.privacy.queries import may_contact
from nabiz.timeline.commands import announce

GOOD_FROM = {"nps": 7, "csat": 4, "ces": 5, "ces5": 4, "pmf": 2}
TOO_LATE = timedelta(days=30)


def reask_due(*, most: int = 500) -> int:
    """Ask whoever is due, each in a transaction of its own; returns how many were asked."""
    due = Reask.objects.filter(asked_at=None, why_not="", due_at__lte=timezone.now()).order_by("due_at")
    return sum(reask(number) for number in list(due.values_list("pk", flat=True)[:most]))


@transaction.atomic
def reask(number: int) -> bool:
    """Mail one re-ask, or write down why not. Whatever crashes in between, nobody is asked twice."""
    rows = Reask.objects.select_for_update(of=("self",), skip_locked=True).select_related("follow_up")
    row = rows.filter(pk=number, asked_at=None, why_not="").first()
    if row is None:
        return False
    row.why_not = _ask(row)
    row.save(update_fields=["why_not", "asked_at", "invitation"])
    return not row.why_not


def _ask(row: Reask) -> str:
    """Empty where the mail is written."""
    follow_up = row.follow_up
    customer = standing_for([follow_up.customer_id]).get(follow_up.customer_id)
    survey = survey_asking(follow_up.measure, follow_up.survey)
    if customer is None or survey is None:
        return "no_survey"
    decision = may_contact(customer, survey.purpose, "email")
    if not decision.allowed:
        return decision.reason[:20]
    if timezone.now() - row.due_at > TOO_LATE:
        return "too_late"
    invitation = invite(survey, customer, channel="email")
    row.asked_at, row.invitation = timezone.now(), invitation.reference
    mail_reask(invitation, decision.address)
    announce(FollowUpReasked(follow_up=follow_up.pk, invitation=invitation.reference, channel="email"), about=customer)
    return ""


def note_answer(row: Reask, score: int) -> None:
    """Part of the transaction of the answer."""
    follow_up = row.follow_up
    first = follow_up.score if follow_up.score is not None else score
    recovered = score > first and score >= GOOD_FROM.get(follow_up.measure, score + 1)
    row.score, row.answered_at, row.has_recovered = score, timezone.now(), recovered
    row.save(update_fields=["score", "answered_at", "has_recovered"])
    again = FollowUpAnsweredAgain(
        follow_up=follow_up.pk,
        measure=follow_up.measure,
        score=score,
        first_score=first,
        has_recovered=recovered,
    )
    announce(again, about=follow_up.customer)
