"""Who asks, and in which language and time zone they read."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from nabiz.team.models import Company, Member
from nabiz.team.queries import company, zone_of

Respond = Callable[[HttpRequest], HttpResponseBase]
SEEN_EVERY = timedelta(minutes=5)


class MemberMiddleware:
    """Puts `member` (None for a visitor) and `company` (None before the first start) on the request."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        its_company = company()
        member = request.user if isinstance(request.user, Member) and request.user.is_active else None
        request.member, request.company = member, its_company  # type: ignore[attr-defined]
        _speak(request, member, its_company)
        # Activated for every request, never deactivated: an answer that streams is written after this returns.
        timezone.activate(zone_of(member, its_company))
        if member:
            _note_presence(member)
        return self.respond(request)


def _speak(request: HttpRequest, member: Member | None, its_company: Company | None) -> None:
    """A visitor keeps what LocaleMiddleware found in cookie and browser."""
    if member and (language := member.language or (its_company.language if its_company else "")):
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE


def _note_presence(member: Member) -> None:
    now = timezone.now()
    if member.last_seen_at is None or now - member.last_seen_at > SEEN_EVERY:
        Member.objects.filter(pk=member.pk).update(last_seen_at=now)
