"""Second factors: codes from an app and passkeys. The secret of the app is kept encrypted."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from nabiz.team.queries import company


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or it is too old. Enter the newest one."),
        "cannot_generate_recovery_codes": _("Recovery codes belong to a second factor. Add an app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        """What authenticator apps and key managers show next to the entry."""
        its_company = company()
        return f"Nabız · {its_company.name}" if its_company else "Nabız"

    def get_totp_issuer(self) -> str:
        return self._get_site_name()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:
        return ""


def _box() -> Fernet:
    """A key of its own, drawn from the secret key of the installation."""
    digest = hashlib.sha256(b"nabiz.team.second_factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
