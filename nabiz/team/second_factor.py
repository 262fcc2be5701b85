"""Second factors: codes from an app and passkeys. The secret of the app is kept encrypted."""

from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from nabiz.team.boxes import locked, opened
from nabiz.team.queries import company

PURPOSE = "nabiz.team.second_factor"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or it is too old. Enter the newest one."),
        "cannot_generate_recovery_codes": _("Recovery codes belong to a second factor. Add an app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        return locked(text, PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return opened(encrypted_text, PURPOSE)

    def _get_site_name(self) -> str:
        """What authenticator apps and key managers show next to the entry."""
        its_company = company()
        return f"Nabız · {its_company.name}" if its_company else "Nabız"

    def get_totp_issuer(self) -> str:
        return self._get_site_name()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:
        return ""
