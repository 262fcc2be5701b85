"""Somebody does not want to be asked again."""

from collections.abc import Iterable

from django.db import transaction

from nabiz.feedback.commands import note_step
from nabiz.feedback.models import Invitation, Step
from nabiz.privacy.commands import Proof, record_consent
from nabiz.privacy.purposes import Purpose, Source, Way


@transaction.atomic
def decline(invitation: Invitation, *, ip: str = "", agent: str = "") -> None:
    """No more surveys for this customer, on any channel. Saying it twice changes nothing."""
    if note_step(invitation, Step.Kind.DECLINED) and invitation.customer and not invitation.is_test:
        for way in Way:
            proof = Proof(text=invitation.survey.name, ip=ip, agent=agent)
            record_consent(invitation.customer, Purpose.RESEARCH, way, is_given=False, source=Source.WEB, proof=proof)


def who_declined(customer_ids: Iterable[int]) -> set[int]:
    """Those of these customers who said on a survey that they want no more, whatever the survey was for."""
    declined = Step.objects.filter(kind=Step.Kind.DECLINED, invitation__customer__in=customer_ids)
    return set(declined.values_list("invitation__customer_id", flat=True))
