"""What django-allauth does on its own, written into the audit trail."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nabiz.team.events import (
    MemberSignedIn,
    PasswordChanged,
    SecondFactorAdded,
    SecondFactorRemoved,
    SignInFailed,
)
from nabiz.team.models import Member
from nabiz.timeline.commands import announce
from nabiz.timeline.facts import Fact


@dataclass(frozen=True)
class Change:
    """A change that a member is told about by mail."""

    fact: Fact
    sentence: Promise


_NEW_PASSWORD = Change(PasswordChanged(), _("Your Nabız account has a new password."))
# By the mail that allauth would send, which is how it names what happened.
CHANGES: dict[str, Change] = {
    "account/email/password_changed": _NEW_PASSWORD,
    "account/email/password_reset": _NEW_PASSWORD,
    "account/email/password_set": _NEW_PASSWORD,
    "mfa/email/totp_activated": Change(
        SecondFactorAdded(factor="totp"), _("An authenticator app was added to your Nabız account.")
    ),
    "mfa/email/totp_deactivated": Change(
        SecondFactorRemoved(factor="totp"), _("The authenticator app was removed from your Nabız account.")
    ),
    "mfa/email/webauthn_added": Change(
        SecondFactorAdded(factor="passkey"), _("A passkey was added to your Nabız account.")
    ),
    "mfa/email/webauthn_removed": Change(
        SecondFactorRemoved(factor="passkey"), _("A passkey was removed from your Nabız account.")
    ),
    "mfa/email/recovery_codes_generated": Change(
        SecondFactorAdded(factor="recovery_codes"), _("Your Nabız account has new recovery codes.")
    ),
}


@transaction.atomic
def note_sign_in(member: Member, by_means_of: str) -> None:
    announce(MemberSignedIn(by_means_of=by_means_of), by=member)


@transaction.atomic
def note_failed_sign_in(email: str) -> None:
    """Only for members: what strangers type is none of our business, and would let them fill the trail."""
    if member := Member.objects.filter(email=email.strip().lower()).first():
        announce(SignInFailed(email=member.email, member=member.pk))


@transaction.atomic
def note_change(member: Member, happened: Fact) -> None:
    announce(happened, by=member)
