"""The pages that customers answer on. No session and no script: the token is the key, and each step is a form."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from nabiz.feedback import commands, declining
from nabiz.feedback.entering import Visit, enter
from nabiz.feedback.kinds import Given, read
from nabiz.feedback.models import Question, Step
from nabiz.feedback.pages import question_page
from nabiz.feedback.responding import follow, page_of_state, question_html, with_headers
from nabiz.feedback.sending.clicks import is_click
from nabiz.feedback.speed import is_flood
from nabiz.feedback.walking import Place, finish, keep, place_of

TRAP = "website"  # hidden from people; who fills it in is a program


@csrf_exempt  # nothing here acts on a session: who holds the link may answer, and nobody else has it
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, token: str, key: str = "") -> HttpResponse:
    visit = enter(request, token, key)
    with override(visit.language):
        if visit.state != "open":
            response = page_of_state(visit)
        elif request.method == "POST":
            response = _answer(request, visit)
        else:
            response = _show(request, visit)
    return with_headers(response, visit)


@csrf_exempt
@require_http_methods(["POST"])
def takeover(request: HttpRequest, token: str) -> HttpResponse:
    """Go on with an invitation that another browser has begun."""
    visit = enter(request, token)
    if visit.state == "elsewhere" and visit.response:
        commands.take_over(visit.response, visit.key.text)
    return with_headers(follow(visit), visit)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the page changes nothing, for programs open links too; its button does."""
    visit = enter(request, token)
    with override(visit.language):
        if visit.invitation is None:
            return with_headers(page_of_state(visit, "unknown"), visit)
        if request.method == "POST":
            ip, agent = request.META.get("REMOTE_ADDR", ""), request.headers.get("User-Agent", "")
            declining.decline(visit.invitation, ip=ip, agent=agent)
        return with_headers(page_of_state(visit, "declined" if request.method == "POST" else "declining"), visit)


def _show(request: HttpRequest, visit: Visit) -> HttpResponse:
    place = place_of(visit, request.GET.get("q", "")[:20])
    if place is None:
        return _end(visit)
    if request.method == "GET" and visit.invitation and visit.response is None:
        commands.mark(Step.Kind.OPENED, visit.invitation)
    given = _preset(request, place)
    if given and visit.invitation and is_click(request):
        return _keep(visit, place, given)
    return question_html(question_page(visit, place, None if visit.response else given), visit)


def _answer(request: HttpRequest, visit: Visit) -> HttpResponse:
    place = place_of(visit, request.POST.get("q", "")[:20])
    if place is None or request.POST.get(TRAP):
        return _end(visit) if place is None else page_of_state(visit, "robot")
    given = read(place.question, request.POST)
    if given.problem or (hurry := _hurry(request, visit)):
        return question_html(question_page(visit, place, given, notice="" if given.problem else hurry), visit, 422)
    return _keep(visit, place, given)


def _keep(visit: Visit, place: Place, given: Given) -> HttpResponse:
    try:
        following = keep(visit, place.question, given)
    except commands.BegunElsewhere:
        return page_of_state(visit, "elsewhere")
    except commands.Finished:
        return follow(visit)
    return follow(visit, following, was_cut=given.was_cut)


def _hurry(request: HttpRequest, visit: Visit) -> str:
    """Why somebody at an open link has to press the button once more; empty for people."""
    if not visit.is_open_link or visit.response:
        return ""
    if visit.is_new_key or visit.key.is_too_fast:
        return _("That was very quick. Please press the button once more.")
    if is_flood(request.META.get("REMOTE_ADDR", ""), visit.token):
        return _(
            "Many answers came from here at once. Please wait a minute and press the button again; nothing is lost."
        )
    return ""


def _preset(request: HttpRequest, place: Place) -> Given | None:
    """An answer that the link brings along, from the buttons in a mail: chosen here, and kept when it is sent."""
    if "a" not in request.GET:
        return None
    question: Question = place.question
    given = read(question, request.GET)
    return None if given.problem or given.value is None else given


def _end(visit: Visit) -> HttpResponse:
    """Everything was answered, and only the last word is missing."""
    if visit.response:
        finish(visit)
    return (
        HttpResponseRedirect(reverse("survey:step", args=[visit.token]))
        if visit.response
        else page_of_state(visit, "closed")
    )
