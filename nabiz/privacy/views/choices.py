"""The public page behind the link in a message's foot. It works without signing in and without a script."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from nabiz.privacy.choosing import Person, choices_of, choose, person_of, withdraw_by_link
from nabiz.privacy.optout import Choice, choice_of, token_of
from nabiz.team.queries import company


@csrf_exempt  # the token is the proof; a mail program that unsubscribes in one click has no cookie (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choice(request: HttpRequest, token: str) -> HttpResponse:
    its = choice_of(token)
    if its is None:
        raise Http404
    person = person_of(its)
    if request.method == "POST" and person:
        _act(request, its, person)
        there = f"{reverse('privacy:choice', args=[token])}?saved=1"
        return HttpResponse(status=200) if "List-Unsubscribe" in request.POST else redirect(there)
    with override(_language(request, person)):
        return _page(request, its, person)


def _act(request: HttpRequest, its: Choice, person: Person) -> None:
    """One click in a mail program withdraws what the message was about; the form says it all."""
    agent, ip = request.headers.get("User-Agent", ""), request.META.get("REMOTE_ADDR", "")
    with override(_language(request, person)):
        if "List-Unsubscribe" in request.POST:
            withdraw_by_link(its, person, ip=ip, agent=agent)
        else:
            choose(person, set(request.POST.getlist("wanted")), its, ip=ip, agent=agent)


def _page(request: HttpRequest, its: Choice, person: Person | None) -> HttpResponse:
    facts: dict[str, Any] = {
        "company": company(),
        "person": person,
        "token": token_of(its),
        "saved": "saved" in request.GET,
    }
    if person:
        facts |= {"lines": choices_of(person, its), "its": its}
    return render(request, "privacy/choice.html", facts)


def _language(request: HttpRequest, person: Person | None) -> str:
    """The reader's own choice of language, else the one that we know them by."""
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return get_language() or "en"
    known, its = person.language if person else "", company()
    return known if known in ("tr", "en") else its.language if its else "en"
