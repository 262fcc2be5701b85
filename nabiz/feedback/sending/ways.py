"""By which way an invitation leaves."""

from collections.abc import Callable

from nabiz.feedback.models import Invitation
from nabiz.feedback.sending.mails import Wording, mail_invitation
from nabiz.feedback.sending.messages import text_invitation

_WAYS: dict[str, Callable[..., None]] = {"email": mail_invitation, "sms": text_invitation}


def send_invitation(invitation: Invitation, address: str, *, say: Wording | None = None) -> None:
    """`invitation.token` has to be at hand: whatever is sent carries the link. `say` words what is not sent first."""
    _WAYS[invitation.channel](invitation, address, say=say)
