"""Who comes through a survey's link, and whether they may answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from nabiz.feedback.keys import Key, hash_for, key_of, new_key
from nabiz.feedback.models import LANGUAGES, Answer, Brand, Invitation, Question, Response, Survey, Version
from nabiz.feedback.queries import asked_version, invitation_by, questions_of, survey_by_link
from nabiz.team.access import MemberRequest

if TYPE_CHECKING:
    from nabiz.team.models import Company

COOKIE = "nbz_s"
CUT = "cut"  # says in an address that the comment just sent was too long
FRAMED = "framed"  # the address under which a page of the company shows a survey in a frame
VIA = "via"  # says in a link by which means it reached the reader
FINISH_WITHIN = timedelta(hours=24)
State = Literal["open", "unknown", "expired", "paused", "closed", "removed", "answered", "thanks", "elsewhere"]
_TOKEN = re.compile(r"[\w-]{8,64}")


@dataclass
class Visit:
    """Somebody at a link. `state` says whether they may answer; where not, which page tells them so."""

    token: str
    state: State
    key: Key
    language: str = "en"
    company: "Company | None" = None
    survey: Survey | None = None
    version: Version | None = None
    invitation: Invitation | None = None
    response: Response | None = None
    questions: Sequence[Question] = ()
    answers: dict[str, Answer] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    is_new_key: bool = False
    is_framed: bool = False
    was_cut: bool = False

    @property
    def values(self) -> dict[str, Any]:
        return {key: answer.value for key, answer in self.answers.items()}

    @cached_property
    def brand(self) -> Brand | None:
        return (self.survey.brand if self.survey else None) or Brand.objects.order_by("pk").first()

    @cached_property
    def public_name(self) -> str:
        """The brand's, else the company's."""
        own = self.brand.name if self.brand else ""
        return own or (self.company.name if self.company else "")

    @property
    def is_open_link(self) -> bool:
        return self.invitation is None


def enter(request: HttpRequest, token: str, key_text: str = "") -> Visit:
    """Find out who comes. Mail programs like to add a full stop to a link; it is left out."""
    found = _TOKEN.match(token)
    keys = _keys_sent(request, key_text)
    visit = Visit(found[0] if found else "", "unknown", keys[0] if keys else new_key(), is_new_key=not keys)
    visit.company = cast(MemberRequest, request).company
    visit.was_cut = CUT in request.GET
    visit.is_framed = bool(request.resolver_match and request.resolver_match.url_name == FRAMED)
    visit.invitation = invitation_by(visit.token) if found else None
    visit.survey = visit.invitation.survey if visit.invitation else survey_by_link(visit.token) if found else None
    if visit.survey is None:
        visit.language = language_for(request, LANGUAGES)
        return visit
    visit.response = _response_of(visit, keys)
    visit.version = visit.response.version if visit.response else _version_for(request, visit)
    visit.language = _language_of(request, visit)
    visit.state = _state_of(visit, keys)
    if visit.version:
        visit.questions = questions_of(visit.version)
        wanted = {*visit.version.hidden, VIA}
        visit.sent = {name: value for name, value in request.GET.items() if name in wanted and isinstance(value, str)}
    if visit.response and visit.state in ("open", "thanks"):
        answers = Answer.objects.filter(response=visit.response).select_related("question")
        visit.answers = {answer.question.key: answer for answer in answers}
    return visit


def language_for(request: HttpRequest, offered: Sequence[str]) -> str:
    """What was switched to, else what the browser prefers, as far as it is offered."""
    switched = request.POST.get("lang") or request.GET.get("lang", "")
    if switched in offered:
        return switched
    for wanted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            variant = get_supported_language_variant(wanted)
        except LookupError:
            continue
        if variant in offered:
            return variant
    return offered[0] if offered else "en"


def _keys_sent(request: HttpRequest, key_text: str) -> list[Key]:
    """In the form, in the address, in the cookie: a double click sends the first two before there is a cookie."""
    texts = [request.POST.get("k", ""), key_text, request.COOKIES.get(COOKIE, "")]
    return [key for text in texts if text and (key := key_of(text))]


def _response_of(visit: Visit, keys: Sequence[Key]) -> Response | None:
    if visit.invitation:
        response = getattr(visit.invitation, "response", None)
        if response:
            visit.key = next((key for key in keys if _is_of(response, key)), visit.key)
        return response
    assert visit.survey
    hashes = {hash_for(key.text, survey_id=visit.survey.pk): key for key in keys}
    known = Response.objects.select_related("version", "customer")
    response = known.filter(survey=visit.survey, invitation=None, key_hash__in=hashes).first() if hashes else None
    if response:
        visit.key = hashes[response.key_hash]
    return response


def _is_of(response: Response, key: Key) -> bool:
    about = {"invitation_id": response.invitation_id} if response.invitation_id else {"survey_id": response.survey_id}
    return hash_for(key.text, **about) == response.key_hash


def _version_for(request: HttpRequest, visit: Visit) -> Version | None:
    """What was on the page when it was opened, else what is asked now; a member tries the newest."""
    assert visit.survey
    versions = visit.survey.versions.order_by("-number")
    if visit.invitation and visit.invitation.is_test:
        return versions.first()
    if (number := request.POST.get("v", "")).isdecimal() and len(number) < 6:
        seen = versions.filter(number=int(number)).exclude(published_at=None).first()
        return seen or asked_version(visit.survey)
    return asked_version(visit.survey)


def _language_of(request: HttpRequest, visit: Visit) -> str:
    assert visit.survey
    offered = [each for each in visit.survey.languages if each in LANGUAGES] or list(LANGUAGES)
    switched = request.POST.get("lang") or request.GET.get("lang", "")
    known = [switched, visit.response.language if visit.response else ""]
    if visit.invitation:
        customer = visit.invitation.customer
        known += [visit.invitation.language, customer.language if customer else ""]
    return next((each for each in known if each in offered), "") or language_for(request, offered)


def _state_of(visit: Visit, keys: Sequence[Key]) -> State:
    if visit.response:
        is_own = any(_is_of(visit.response, key) for key in keys)
        if visit.response.completed_at:
            return "thanks" if is_own else "answered"
        if not is_own:
            return _shut(visit, []) or "elsewhere"
    return _shut(visit, keys) or "open"


def _shut(visit: Visit, keys: Sequence[Key]) -> State | None:
    """Why nothing can be answered here any more. Who had the page open before may finish within a day."""
    survey, invitation = visit.survey, visit.invitation
    assert survey
    if invitation and invitation.is_test and survey.removed_at is None and visit.version:
        return None
    since: datetime | None = None
    why: State | None = None
    if survey.removed_at:
        why, since = "removed", survey.removed_at
    elif visit.version is None or not survey.is_live:
        why, since = ("paused" if survey.status == Survey.Status.PAUSED else "closed"), survey.status_at
    elif invitation and invitation.expires_at <= timezone.now():
        why, since = "expired", invitation.expires_at
    had_it_open = since and visit.version and any(key.made_at < since for key in keys)
    is_late = since is not None and timezone.now() - since > FINISH_WITHIN
    return None if had_it_open and not is_late else why
