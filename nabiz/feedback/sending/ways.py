"""By which way an invitation leaves."""

from collections.abc import Callable

from nabiz.feedback.models import Invitation
from nabiz.feedback.sending.mails import mail_invitation
from nabiz.feedback.sending.messages import text_invitation

_WAYS: dict[str, Callable[[Invitation, str], None]] = {"email": mail_invitation, "sms": text_invitation}


def send_invitation(invitation: Invitation, address: str) -> None:
    """`invitation.token` has to be at hand: whatever is sent carries the link."""
    _WAYS[invitation.channel](invitation, address)
