"""An invitation whose mail came back was not received; whoever sends again looks at the address first."""

import re

from nabiz.feedback.commands import note_step
from nabiz.feedback.models import Invitation, Step
from nabiz.team.bounces import Bounce

_OURS = re.compile(r"\.nabiz-(\d{1,18})@")  # as `mail_invitation` writes Message-IDs


def hear(bounce: Bounce) -> None:
    named = _OURS.search(bounce.message_id)
    invitation = Invitation.objects.filter(pk=int(named[1])).first() if named else None
    if invitation:
        note_step(invitation, Step.Kind.BOUNCED)
