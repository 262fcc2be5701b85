"""What the timeline hears: invitations and what became of them, and of a response one event for each measured question,
with the comments that belong to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from nabiz.feedback.events import SurveyAnswered, SurveyBounced, SurveyDeclined, SurveyInvited
from nabiz.feedback.models import Answer, Invitation, Question, Response, Step
from nabiz.feedback.queries import asked_version, main_measure
from nabiz.timeline.commands import announce, announce_all

ONLY_A_COMMENT = "comment"


def tell_of_invitations(invitations: Sequence[Invitation], measure: str) -> None:
    announce_all([(_invited(each, measure), each.customer) for each in invitations if each.customer])


def _invited(invitation: Invitation, measure: str) -> SurveyInvited:
    return SurveyInvited(
        survey=invitation.survey.name,
        measure=measure,
        invitation=invitation.reference,
        channel=invitation.channel,
        touchpoint=invitation.touchpoint,
        stage=invitation.stage,
    )


def tell_of_step(invitation: Invitation, kind: str) -> None:
    """A bounce and a refusal are news; that a mail was opened is not."""
    name, reference = invitation.survey.name, invitation.reference
    channel, touchpoint, stage = invitation.channel, invitation.touchpoint, invitation.stage
    if kind == Step.Kind.BOUNCED:
        measure = main_measure(asked_version(invitation.survey))
        bounced = SurveyBounced(
            survey=name, measure=measure, invitation=reference, channel=channel, touchpoint=touchpoint, stage=stage
        )
        announce(bounced, about=invitation.customer)
    elif kind == Step.Kind.DECLINED:
        declined = SurveyDeclined(
            survey=name, invitation=reference, channel=channel, touchpoint=touchpoint, stage=stage
        )
        announce(declined, about=invitation.customer)


@dataclass
class Saying:
    """A score, the comments behind it, or both."""

    measured: Answer | None = None
    comments: list[Answer] = field(default_factory=list)

    @property
    def answers(self) -> list[Answer]:
        return [*([self.measured] if self.measured else []), *self.comments]


def tell(response: Response, answers: Sequence[Answer]) -> None:
    """Announce what the timeline does not know yet. Trying a survey out tells nobody."""
    now = timezone.now()
    for saying in _sayings(answers):
        if not response.is_test:
            _announce(response, saying, now)
    fresh = [each.pk for each in answers if each.announced_at is None]
    Answer.objects.filter(pk__in=fresh).update(announced_at=now)


def _sayings(answers: Sequence[Answer]) -> list[Saying]:
    """Comments belong to the score before them; those before the first score belong to it too.

    A comment on a score that was told earlier stands for itself. A response without score or comment is told as such.
    """
    ordered = sorted(answers, key=lambda each: (each.question.position, each.question_id))
    found: list[Saying] = [Saying()]
    for each in ordered:
        if each.score is not None and each.question.measure:
            if found[-1].measured is None and all(saying.measured is None for saying in found):
                found[-1].measured = each
            else:
                found.append(Saying(each))
        elif each.question.kind == Question.Kind.TEXT:
            found[-1].comments.append(each)
    told = [_untold(saying) for saying in found]
    new = [saying for saying in told if saying.answers]
    is_first = ordered and all(each.announced_at is None for each in ordered)
    return new or ([Saying()] if is_first else [])


def _untold(saying: Saying) -> Saying:
    measured = saying.measured if saying.measured and saying.measured.announced_at is None else None
    return Saying(measured, [each for each in saying.comments if each.announced_at is None])


def _announce(response: Response, saying: Saying, now: datetime) -> None:
    measured, invitation = saying.measured, response.invitation
    question = (saying.answers[0].question.key) if saying.answers else ""
    fact = SurveyAnswered(
        survey=response.survey.name,
        measure=measured.question.measure if measured else ONLY_A_COMMENT,
        score=measured.score if measured else None,
        comment="\n\n".join(str(each.value) for each in saying.comments),
        language=response.language,
        invitation=invitation.reference if invitation else "",
        question=question,
        response=str(response.pk),
        channel=response.channel,
        touchpoint=response.touchpoint,
        stage=response.stage,
        value=invitation.value if invitation else None,
        currency=invitation.currency if invitation else "",
        happened_at=now,
    )
    announce(fact, about=response.customer)
