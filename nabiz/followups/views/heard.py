"""The public page on which customers read what became of what they said. No session, no script, no question."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import override
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_headers

from nabiz.feedback.entering import language_for
from nabiz.followups.heard import pages
from nabiz.followups.heard.models import LANGUAGES, Story


@require_safe
@conditional_page
@vary_on_headers("Accept-Language")
def heard(request: HttpRequest) -> HttpResponse:
    language, given = _language(request), request.GET.get("page", "1")
    number = int(given) if given.isascii() and given.isdecimal() and 0 < len(given) < 5 else 1
    with override(language):
        page = pages.list_page(language, max(number, 1))
        if number > 1 and not page["stories"]:
            raise Http404
        return pages.with_headers(HttpResponse(render_to_string("followups/heard/list.html", page)), language)


@require_safe
@conditional_page
@vary_on_headers("Accept-Language")
def story(request: HttpRequest, number: int) -> HttpResponse:
    language = _language(request)
    its = get_object_or_404(Story.objects.published(), pk=number)
    with override(language):
        page = pages.one_page(its, language)
        return pages.with_headers(HttpResponse(render_to_string("followups/heard/one.html", page)), language)


@require_safe
@conditional_page
def feed(request: HttpRequest, language: str) -> HttpResponse:
    if language not in LANGUAGES:
        raise Http404
    with override(language):
        response = HttpResponse(pages.feed(language), content_type="application/atom+xml; charset=utf-8")
        return pages.with_headers(response, language)


def _language(request: HttpRequest) -> str:
    """What was switched to here, else what a member reads in, else what the browser prefers."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in LANGUAGES and "lang" not in request.GET else language_for(request, LANGUAGES)
