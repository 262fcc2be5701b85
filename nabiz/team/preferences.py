"""Language and theme follow the member from browser to browser, not only the cookie."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from nabiz.team.models import Member
from nabiz.ui.context import THEME_COOKIE


def save_preference(request: HttpRequest, name: str, value: str) -> None:
    """Called by the switches of the shell: `name` is "language" or "theme"."""
    member = getattr(request, "member", None)
    if isinstance(member, Member):
        setattr(member, name, value)
        member.save(update_fields=[name])


def remember(response: HttpResponse, member: Member) -> HttpResponse:
    """What the profile says now, also where an older cookie of this browser says otherwise."""
    for cookie, value in ((settings.LANGUAGE_COOKIE_NAME, member.language), (THEME_COOKIE, member.theme)):
        if value:
            response.set_cookie(cookie, value, max_age=365 * 24 * 3600, samesite="Lax")
        else:
            response.delete_cookie(cookie)
    return response
