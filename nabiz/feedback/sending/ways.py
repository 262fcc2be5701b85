"""By which way an invitation leaves."""

from collections.abc import Callable, Sequence

from nabiz.feedback.models import Invitation
from nabiz.feedback.sending.mails import Wording, mail_invitations
from nabiz.feedback.sending.messages import text_invitations

_WAYS: dict[str, Callable[..., None]] = {"email": mail_invitations, "sms": text_invitations}


def send_invitations(channel: str, letters: Sequence[tuple[Invitation, str]], *, say: Wording | None = None) -> None:
    """Invitations to one survey, each with its address and with `invitation.token` at hand: what is sent carries the
    link. `say` words what is not sent first.
    """
    _WAYS[channel](letters, say=say)
