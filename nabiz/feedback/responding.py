"""Answers to a customer's browser: pages with headers that keep them private, and the way to the next question."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse

from nabiz.feedback.entering import COOKIE, CUT, FINISH_WITHIN, FRAMED, Visit
from nabiz.feedback.models import Question
from nabiz.feedback.pages import shell, thanks_page
from nabiz.feedback.refusals import sentence_for

STATUS = {"unknown": 404, "expired": 410, "removed": 410, "closed": 410}
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors {}"
)


def question_html(page: dict[str, Any], visit: Visit, status: int = 200) -> HttpResponse:
    page |= {"here": address_of(visit), "decline_url": decline_url(visit)}
    return HttpResponse(render_to_string("feedback/public/question.html", page), status=status)


def page_of_state(visit: Visit, state: str = "") -> HttpResponse:
    """The page on which nothing is asked: why not, or thanks."""
    state = state or visit.state
    if state == "thanks":
        return HttpResponse(render_to_string("feedback/public/thanks.html", thanks_page(visit)))
    if state in ("elsewhere", "declining"):
        page = shell(visit) | {"token": visit.token, "key": visit.key.text}
        return HttpResponse(render_to_string(f"feedback/public/{state}.html", page))
    heading, sentence = sentence_for(state)
    open_link = visit.survey.link_token if state == "answered" and visit.survey and visit.survey.is_live else ""
    page = shell(visit) | {"heading": heading, "sentence": sentence, "open_link": open_link}
    return HttpResponse(render_to_string("feedback/public/told.html", page), status=STATUS.get(state, 200))


def follow(visit: Visit, following: Question | None = None, *, was_cut: bool = False) -> HttpResponse:
    """Lead to the next question, so that going back and loading again send nothing twice."""
    query = {"q": following.key} if following else {}
    if was_cut:
        query[CUT] = "1"
    response = HttpResponseRedirect(f"{address_of(visit)}{'?' + urlencode(query) if query else ''}")
    response.status_code = 303
    if not visit.is_open_link and not visit.is_framed:
        _remember(response, visit)
    return response


def with_headers(response: HttpResponse, visit: Visit) -> HttpResponse:
    """The address is the key to the answers: it goes to nobody else, and no copy of the page stays anywhere."""
    may_be_framed = visit.is_open_link or visit.is_framed
    sites = visit.survey.allowed_sites if visit.survey and may_be_framed else []
    policy = POLICY.format(" ".join(sites) or "'none'")
    response["Content-Security-Policy"] = f"{policy}; script-src 'self'" if visit.is_framed else policy
    response.xframe_options_exempt = bool(sites)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Content-Language"] = visit.language
    return response


def address_of(visit: Visit) -> str:
    """Of the step. At an open link the key stands in the address, for a page in a frame gets no cookies back."""
    brought = "" if visit.response or not visit.sent else f"?{urlencode(visit.sent)}"
    if visit.is_framed:
        return f"{reverse(f'survey:{FRAMED}', args=[visit.token, visit.key.text])}{brought}"
    if visit.is_open_link and visit.response:
        return reverse("survey:begun", args=[visit.token, visit.key.text])
    return f"{reverse('survey:step', args=[visit.token])}{brought}"


def decline_url(visit: Visit) -> str:
    is_asked = visit.invitation and not visit.invitation.is_test
    return reverse("survey:decline", args=[visit.token]) if is_asked else ""


def _remember(response: HttpResponse, visit: Visit) -> None:
    response.set_cookie(
        COOKIE,
        visit.key.text,
        max_age=30 * FINISH_WITHIN,
        path=reverse("survey:step", args=[visit.token]),
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )
