"""What the script on a page asks for: which surveys may show themselves there, and the address of one."""

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nabiz.feedback.commands import NotAsked, invite, mark
from nabiz.feedback.entering import VIA
from nabiz.feedback.keys import new_key
from nabiz.feedback.models import Step
from nabiz.feedback.popover.models import Popover
from nabiz.feedback.sending.caps import caps, hold, judge
from nabiz.intake.queries import is_public_key

WAY = "web"  # the channel whose consent counts, in an app in the browser too


def rules_for(key: str, origin: str) -> dict[str, Any]:
    """What the script needs to decide on a page. Nothing in it is about a person; {} for a key that is not ours."""
    if not is_public_key(key):
        return {}
    limits = caps()
    return {
        "surveys": [_rule(each) for each in _popovers(origin)],
        "days_any": limits.days_any,
        "days_same": limits.days_same,
        "words": {
            "title": _("A short survey"),
            "close": _("Close the survey"),
            "tab": pgettext("tab on a website", "Feedback"),
        },
    }


def popover_for(number: object, origin: str) -> Popover | None:
    return next((each for each in _popovers(origin) if each.survey_id == number), None)


def url_for_anybody(popover: Popover, language: str, sent: Mapping[str, str]) -> str:
    """The link for everybody, in a frame; empty where only known customers are asked."""
    token = popover.survey.link_token
    if popover.audience != Popover.Audience.EVERYBODY or not token:
        return ""
    return framed_url(token, {**sent, VIA: popover.channel, "lang": language})


@transaction.atomic
def url_for(popover: Popover, customer: Any, language: str, sent: Mapping[str, str]) -> str:
    """An invitation of this customer, in a frame; empty where they may not be asked now. Asking twice invites once.

    Who presses the tab is not asked but wants to say something: no limit keeps them from it.
    """
    hold([customer.pk])
    if popover.opens != Popover.Opens.TAB and not _may_be_asked(popover, customer.pk):
        return ""
    try:
        invitation = invite(popover.survey, customer, channel=popover.channel, language=language, hidden=sent)
    except NotAsked:
        return ""
    mark(Step.Kind.SENT, invitation)
    return framed_url(invitation.token, {})


def framed_url(token: str, query: Mapping[str, str]) -> str:
    """A page in a frame gets no cookies back, so its key stands in the address from the start."""
    path = reverse("survey:framed", args=[token, new_key().text])
    return f"{settings.PUBLIC_URL}{path}{'?' + urlencode(query) if query else ''}"


def _popovers(origin: str) -> list[Popover]:
    """Those that may show themselves on pages of this origin."""
    found = Popover.objects.showing().select_related("survey__brand").order_by("pk")
    return [each for each in found if origin in map(str.lower, each.survey.allowed_sites)]


def _rule(popover: Popover) -> dict[str, Any]:
    return {
        "id": popover.survey_id,
        "paths": popover.paths,
        "event": popover.event,
        "visit": popover.visit,
        "percent": popover.percent,
        "delay": popover.delay_seconds,
        "tab": popover.opens == Popover.Opens.TAB,
        "known": popover.audience == Popover.Audience.KNOWN,
    }


def _may_be_asked(popover: Popover, customer_id: int) -> bool:
    judged = judge(popover.survey, WAY, [customer_id], follows_event=bool(popover.event))
    return customer_id in judged.addresses and _is_sampled(popover, customer_id)


def _is_sampled(popover: Popover, customer_id: int) -> bool:
    """By the same digest as triggers: trying again draws nobody new."""
    digest = hashlib.md5(f"{popover.survey_id}:{customer_id}".encode(), usedforsecurity=False).hexdigest()
    return int(digest[:8], 16) % 10_000 < popover.percent * 100
