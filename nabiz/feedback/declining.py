"""Somebody does not want to be asked again."""

from django.db import transaction

from nabiz.feedback.commands import note_step
from nabiz.feedback.models import Invitation, Step


@transaction.atomic
def decline(invitation: Invitation) -> None:
    """No more surveys for this customer, on any channel. Saying it twice changes nothing."""
    note_step(invitation, Step.Kind.DECLINED)
