"""Single sign-on by OpenID Connect. Only addresses that the provider has verified, known or invited here."""

from typing import Any

from allauth.core.exceptions import SignupClosedException
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.utils.translation import get_language

from nabiz.team.commands import accept_invitation
from nabiz.team.models import Invitation, Member


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """A provider that lets anybody claim an address must not open the account of that address."""
        if not sociallogin.is_existing and not _verified_email(sociallogin):
            raise SignupClosedException

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return _invitation_for(sociallogin) is not None

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Member:
        """An invited person joins on the first sign-in, without a password."""
        invitation = _invitation_for(sociallogin)
        assert invitation
        name = sociallogin.account.extra_data.get("userinfo", {}).get("name") or invitation.email
        member = accept_invitation(invitation, name=name, password=None, language=(get_language() or "")[:2])
        sociallogin.user = member
        sociallogin.save(request, connect=True)
        return member


def _verified_email(sociallogin: SocialLogin) -> str:
    addresses = [address.email.lower() for address in sociallogin.email_addresses if address.verified]
    return addresses[0] if addresses else ""


def _invitation_for(sociallogin: SocialLogin) -> Invitation | None:
    return Invitation.objects.open().filter(email=_verified_email(sociallogin)).first()
