"""What pages of the company load and ask for: the script, what it may show, and the address of a survey.

No cookie is read or set, so any page may ask; only pages of sites that a survey allows get an answer worth having.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from nabiz.feedback.entering import language_for
from nabiz.feedback.models import LANGUAGES
from nabiz.feedback.popover import showing
from nabiz.feedback.popover.models import Site
from nabiz.feedback.popover.visitors import NotSigned, customer_called, user_id_of
from nabiz.feedback.speed import is_flood
from nabiz.feedback.texts import one_line
from nabiz.intake.queries import is_public_key

PARTS = Path(__file__).parents[1] / "static/feedback/widget"
LARGEST = 8_000
MOST_SENT = 20


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    language, origin = language_for(request, LANGUAGES), request.headers.get("Origin", "")
    with override(language):
        response = JsonResponse(showing.rules_for(request.GET.get("key", ""), origin))
    response["Cache-Control"] = "public, max-age=60"
    return _for_origin(response, request)


@csrf_exempt  # acts on no session: whoever is named is signed by the company's server
@require_POST
def turns(request: HttpRequest) -> HttpResponse:
    """Somebody is there whom a survey may ask: its address, or nothing."""
    said = _said(request)
    popover = showing.popover_for(said.get("survey"), request.headers.get("Origin", ""))
    answer, status = {}, 200
    if popover and is_flood(request.META.get("REMOTE_ADDR", ""), "widget"):
        answer, status = {"problem": "too many requests"}, 429
    elif popover and is_public_key(str(said.get("key", ""))):
        try:
            url = _url(request, popover, said)
            answer = {"url": url} if url else {}
        except NotSigned:
            answer, status = {"problem": "the signature of who is signed in is wrong or has expired"}, 403
    return _for_origin(JsonResponse(answer, status=status), request)


def _url(request: HttpRequest, popover: Any, said: dict[str, Any]) -> str:
    """Who is named but not known here is asked as anybody is."""
    language = language_for(request, popover.survey.languages)
    sent = said.get("context")
    some = list(sent.items())[:MOST_SENT] if isinstance(sent, dict) else []
    context = {one_line(name, 40): one_line(value, 200) for name, value in some}
    person = said.get("person")
    user_id = user_id_of(person, Site.objects.active().first()) if isinstance(person, dict) else ""
    customer = customer_called(user_id) if user_id else None
    if customer is None:
        return showing.url_for_anybody(popover, language, context)
    return showing.url_for(popover, customer, language, context)


def _said(request: HttpRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.body[:LARGEST])
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _for_origin(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")
    response["Vary"] = "Origin, Accept-Language"
    return response


@cache
def _script() -> str:
    """Put together from its parts, in a scope of its own; the styles are text in it."""
    style, tab = (json.dumps((PARTS / name).read_text(encoding="utf-8")) for name in ("popover.css", "tab.css"))
    names = ("memory.js", "popover.js", "tab.js", "widget.js")
    parts = "\n".join((PARTS / name).read_text(encoding="utf-8") for name in names)
    styles = f"const CSS = {style}\nconst TAB = {tab}"
    return f"(() => {{\nif (window.nabiz && window.nabiz.runs) return\n{styles}\n{parts}}})()\n"
