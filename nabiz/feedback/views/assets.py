"""What the public pages load: one style sheet, and the logo where there is one. Browsers keep them a year."""

import gzip

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from nabiz.feedback.brands import is_colour, variables
from nabiz.feedback.models import Brand
from nabiz.feedback.pages import sheet

A_YEAR = 60 * 60 * 24 * 365


@require_safe
@cache_control(public=True, max_age=A_YEAR, immutable=True)
def stylesheet(request: HttpRequest, digest: str, colour: str) -> HttpResponse:
    if not is_colour(f"#{colour}"):
        raise Http404
    text = f"{sheet()[0]}{variables(f'#{colour}')}".encode()
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(gzip.compress(text, mtime=0) if is_packed else text, content_type="text/css; charset=utf-8")
    if is_packed:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    return response


@require_safe
@cache_control(public=True, max_age=A_YEAR, immutable=True)
def logo(request: HttpRequest, number: int, digest: str) -> HttpResponse:
    brand = get_object_or_404(Brand.objects.exclude(logo=None), pk=number)
    response = HttpResponse(bytes(brand.logo or b""), content_type=brand.logo_type)
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
