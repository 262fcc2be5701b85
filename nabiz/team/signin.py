"""The door for passwords, as django-allauth calls it: closed sign-up, limits, safe links, a trace of what happened."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.core.mail import EmailMessage
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nabiz.team.mails import send_notice_mail
from nabiz.team.models import Member
from nabiz.team.traces import CHANGES, note_change, note_failed_sign_in, note_sign_in


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail address and password do not belong together."),
        "too_many_login_attempts": _("Too many tries in a short time. Wait five minutes, or ask for a new password."),
        "rate_limited": _("Too many tries in a short time. Wait a minute."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right, or it is too old. Enter the newest one."),
        "account_inactive": _("This account is closed. The owner of this installation can open it again."),
        "invalid_password_reset": _("This link is used or too old."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Who joins was invited; there is no other way in."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Beyond the limit the answer is a page with status 429, so that machines understand it too."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as limit:
            raise ImmediateHttpResponse(render(request, "team/too_many_tries.html", status=429)) from limit

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_failed_sign_in(credentials.get("email", ""))

    def post_login(self, request: HttpRequest, user: Member, **facts: Any) -> HttpResponse:
        note_sign_in(user, _means_of(request))
        response: HttpResponse = super().post_login(request, user, **facts)
        return response

    def send_notification_mail(self, template_prefix: str, user: Member, *args: Any, **kwargs: Any) -> None:
        """Called by allauth after every change of password or second factor: noted, and told to the member."""
        if change := CHANGES.get(template_prefix):
            note_change(user, change.fact)
            user_agent = self.get_http_user_agent(self.request)
            send_notice_mail(user, str(change.sentence), ip=self.get_client_ip(self.request), user_agent=user_agent)

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        message: EmailMessage = super().render_mail(*args, **kwargs)
        message.is_secret = True  # type: ignore[attr-defined]
        return message

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On our own address, never on the one that the asking browser claims: such a link would hand over the key."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{settings.PUBLIC_URL}{path.replace('UID-KEY', key)}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("team:me")


def _means_of(request: HttpRequest) -> str:
    """From the steps that allauth has written down for this session."""
    steps = get_authentication_records(request)
    if any(step.get("passwordless") for step in steps):
        return "passkey"
    return "sso" if any(step.get("method") == "socialaccount" for step in steps) else "password"
