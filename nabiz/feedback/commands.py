"""Ask a customer, and keep what is answered. Building a survey is in `authoring`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from nabiz.feedback.branching import path
from nabiz.feedback.consenting import keep_consents
from nabiz.feedback.keys import hash_for, short_token
from nabiz.feedback.kinds import Given
from nabiz.feedback.models import Answer, Invitation, Question, Response, Step, Survey, Version
from nabiz.feedback.queries import asked_version, main_measure, questions_of
from nabiz.feedback.telling import tell, tell_of_invitations, tell_of_step
from nabiz.feedback.texts import one_line
from nabiz.team.tokens import hash_of, new_token
from nabiz.timeline.commands import Actor

if TYPE_CHECKING:
    from nabiz.customers.models import Customer

OPEN_FOR = timedelta(days=30)
LONGEST_HIDDEN = 200
_joining = transaction.atomic(savepoint=False)  # part of the caller's transaction, a step costs no round trip


class NotAsked(RuntimeError):
    """The survey is not live, so nobody is asked."""


class BegunElsewhere(RuntimeError):
    """Another browser has begun to answer this invitation."""


class Finished(RuntimeError):
    """This was answered to the end; nothing in it changes any more."""


@dataclass(frozen=True)
class Asked:
    """One of those who are asked together, and what is known about their occasion."""

    customer: "Customer"
    touchpoint: str = ""
    language: str = ""
    hidden: Mapping[str, Any] | None = None
    value: Decimal | None = None
    currency: str = ""


def invite(survey: Survey, customer: "Customer", *, channel: str, **about: Any) -> Invitation:
    """Ask one customer; the rest is as in `invite_all` and `Asked`."""
    return invite_all(survey, [Asked(customer, **about)], channel=channel)[0]


def invite_all(survey: Survey, people: Sequence[Asked], *, channel: str) -> list[Invitation]:
    """Ask these customers; `invitation.token` goes into the link and cannot be had again. Raises NotAsked.

    Whether they may be asked now (consent, frequency, quiet hours) is decided before, by who sends.
    """
    version = asked_version(survey)
    if not survey.is_live or version is None:
        raise NotAsked(survey.name)
    with transaction.atomic():
        invitations = Invitation.objects.bulk_create(
            [_invitation_for(each, survey, version, channel) for each in people]
        )
        tell_of_invitations(invitations, main_measure(version))
    return invitations


def _invitation_for(who: Asked, survey: Survey, version: Version, channel: str) -> Invitation:
    """With a short link where letters cost."""
    token = short_token() if channel == "sms" else new_token()
    invitation = _new_invitation(survey, version, who.hidden, OPEN_FOR, token)
    invitation.customer, invitation.channel = who.customer, channel
    invitation.touchpoint, invitation.stage = who.touchpoint or survey.touchpoint, survey.stage
    invitation.purpose, invitation.language = survey.purpose, who.language or who.customer.language
    invitation.value, invitation.currency = who.value, who.currency
    return invitation


@transaction.atomic
def invite_to_try(survey: Survey, version: Version, *, language: str = "", by: Actor) -> Invitation:
    """A link for a member to see the survey as a customer would. What is answered there counts nowhere."""
    invitation = _new_invitation(survey, version, {}, timedelta(days=1), new_token())
    invitation.is_test, invitation.channel, invitation.language = True, "web", language
    invitation.save(force_insert=True)
    return invitation


@transaction.atomic
def note_step(invitation: Invitation, kind: str) -> bool:
    """Write down what became of an invitation; False where that was known. A bounce and a refusal are announced."""
    _, is_new = Step.objects.get_or_create(invitation=invitation, kind=Step.Kind(kind))
    if is_new and not invitation.is_test:
        tell_of_step(invitation, kind)
    return is_new


@_joining
def begin(invitation: Invitation, key: str, *, version: Version, language: str) -> Response:
    """The response of an invitation, made at its first answer and held until the transaction ends.

    `key` is the browser's; another one may not go on. Raises BegunElsewhere or Finished.
    """
    is_begun = getattr(invitation, "response", None) is not None
    found = _held(invitation=invitation) if is_begun else None
    found = found or _made(_response_to(invitation, key, version, language), invitation=invitation)
    if found.completed_at:
        raise Finished
    if found.key_hash != hash_for(key, invitation_id=invitation.pk):
        raise BegunElsewhere
    return found


@_joining
def begin_openly(
    survey: Survey,
    key: str,
    *,
    version: Version,
    language: str,
    channel: str = "web",
    hidden: Mapping[str, Any] | None = None,
) -> Response:
    """The response of somebody who came by the open link, held like an invitation's. Raises Finished.

    The same key again is the same response.
    """
    its_hash = hash_for(key, survey_id=survey.pk)
    found = _held(key_hash=its_hash)
    if found is None:
        fresh = Response(survey=survey, version=_locked(version), key_hash=its_hash, language=language, channel=channel)
        fresh.touchpoint, fresh.stage, fresh.hidden = survey.touchpoint, survey.stage, _hidden(version, hidden)
        found = _made(fresh, key_hash=its_hash)
    if found.completed_at:
        raise Finished
    return found


@transaction.atomic
def take_over(response: Response, key: str) -> Response:
    """Go on in another browser: whoever holds the invitation's link may; the browser that began it may no longer."""
    its_hash = hash_for(key, invitation_id=response.invitation_id)
    Response.objects.filter(pk=response.pk, completed_at=None).update(key_hash=its_hash)
    response.refresh_from_db()
    return response


@_joining
def answer(response: Response, question: Question, given: Given, *, language: str = "") -> list[Answer]:
    """Keep one answer, in place of an earlier one; returns all that there are now. Raises Finished.

    The response is one that `begin` has given, in the same transaction. A measured answer that the timeline knows
    already stays as it is.
    """
    if response.completed_at:
        raise Finished
    given_before = () if response.is_new else response.answers.select_related("question")
    answers = {each.question_id: each for each in given_before}
    known = answers.get(question.pk)
    if known is None and given.value is not None:
        known = Answer(response=response, question=question, value=given.value, score=given.score)
        known.save(force_insert=True)
        answers[question.pk] = known
    elif known and known.announced_at is None and given.value is None:
        known.delete()
        del answers[question.pk]
    elif known and known.announced_at is None and known.value != given.value:
        known.value, known.score = given.value, given.score
        known.save(update_fields=["value", "score"])
    if not response.is_new:
        response.language, response.touched_at = language or response.language, timezone.now()
        response.save(update_fields=["language", "touched_at"])
    return list(answers.values())


@_joining
def complete(response: Response, answers: Sequence[Answer]) -> Response:
    """All was asked. Answers to questions that are no longer on the way are taken back, the others announced."""
    if response.completed_at:
        return response
    known = {each.question.key: each.value for each in answers}
    on_the_way = {question.key for question in path(questions_of(response.version), known)}
    strays = [each.pk for each in answers if each.question.key not in on_the_way and each.announced_at is None]
    if strays:
        Answer.objects.filter(pk__in=strays).delete()
    response.completed_at = timezone.now()
    response.save(update_fields=["completed_at"])
    counted = [each for each in answers if each.pk not in strays]
    keep_consents(response, counted)
    tell(response, counted)
    if response.invitation:
        mark(Step.Kind.ANSWERED, response.invitation)
    return response


@transaction.atomic
def settle(response: Response) -> Response:
    """Somebody left in the middle: what they answered counts. They may come back and answer the rest."""
    held = _held(pk=response.pk)
    assert held
    if held.completed_at is None and held.settled_at is None:
        held.settled_at = timezone.now()
        held.save(update_fields=["settled_at"])
        answers = list(held.answers.select_related("question"))
        keep_consents(held, answers)
        tell(held, answers)
    return held


def mark(kind: str, *invitations: Invitation) -> None:
    """`note_step` for what is no news, in one statement."""
    Step.objects.bulk_create(
        [Step(invitation=each, kind=Step.Kind(kind)) for each in invitations], ignore_conflicts=True
    )


def _held(**which: Any) -> Response | None:
    """The row as it is now, and nobody else's until the transaction ends."""
    rows = Response.objects.select_related("invitation", "survey", "version", "customer")
    return rows.select_for_update(of=("self",)).filter(**which).order_by().first()


def _new_invitation(
    survey: Survey, version: Version, hidden: Mapping[str, Any] | None, open_for: timedelta, token: str
) -> Invitation:
    invitation = Invitation(survey=survey, token_hash=hash_of(token), expires_at=timezone.now() + open_for)
    invitation.hidden = _hidden(version, hidden)
    invitation.token = token
    return invitation


def _made(fresh: Response, **which: Any) -> Response:
    """Of fifty that come at once, one makes the row; the others wait for it and find it."""
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError:
        found = _held(**which)
        assert found
        return found
    fresh.is_new = True
    return fresh


def _response_to(invitation: Invitation, key: str, version: Version, language: str) -> Response:
    return Response(
        survey=invitation.survey,
        version=version if invitation.is_test else _locked(version),
        invitation=invitation,
        customer=invitation.customer,
        key_hash=hash_for(key, invitation_id=invitation.pk),
        language=language,
        channel=invitation.channel,
        touchpoint=invitation.touchpoint,
        stage=invitation.stage,
        hidden=invitation.hidden,
        is_test=invitation.is_test,
    )


def _locked(version: Version) -> Version:
    """From its first answer on, a version stays as it is."""
    if version.locked_at is None:
        version.locked_at = timezone.now()
        Version.objects.filter(pk=version.pk, locked_at=None).update(locked_at=version.locked_at)
    return version


def _hidden(version: Version, sent: Mapping[str, Any] | None) -> dict[str, str]:
    """Only what the version asks for, and short."""
    return {name: one_line(value, LONGEST_HIDDEN) for name in version.hidden if (value := (sent or {}).get(name))}
