from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from nabiz.ui import preferences
from nabiz.ui.context import THEME_COOKIE, THEMES
from nabiz.ui.jump import jump_items
from nabiz.ui.readers import reader_of
from nabiz.ui.stylesheet import bundle

A_YEAR = 60 * 60 * 24 * 365


@require_GET
def jump(request: HttpRequest) -> HttpResponse:
    if reader_of(request) is None:
        raise Http404
    query = request.GET.get("q", "").strip()[:100]
    return render(request, "ui/jump.html", {"items": jump_items(request, query), "query": query})


@require_GET
@cache_control(public=True, max_age=A_YEAR, immutable=True)
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The address carries the digest, so the browser keeps it for a year."""
    built = bundle()
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(built.packed if is_packed else built.text, content_type="text/css; charset=utf-8")
    if is_packed:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "")
    if chosen and chosen not in THEMES:
        return HttpResponseBadRequest()
    preferences.save(request, "theme", chosen)
    response = _back(request)
    _remember(response, THEME_COOKIE, chosen)
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES) or not check_for_language(chosen):
        return HttpResponseBadRequest()
    preferences.save(request, "language", chosen)
    response = _back(request)
    _remember(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response


def _back(request: HttpRequest) -> HttpResponse:
    if request.headers.get("Nabiz-Quiet"):
        return HttpResponse(status=204)
    target = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if is_ours else "/")


def _remember(response: HttpResponse, name: str, value: str) -> None:
    if value:
        response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax")
    else:
        response.delete_cookie(name)
