"""Code to paste into the company's pages, and what else the page about it shows."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.html import escape

from nabiz.feedback.models import Survey
from nabiz.feedback.popover.models import Popover, Site
from nabiz.feedback.queries import survey_url

if TYPE_CHECKING:
    from nabiz.team.models import Member

_SCRIPT = '<script async src="{}/widget.js" data-key="{}"></script>'
_FRAME = '<iframe src="{}" title="{}" width="100%" height="560"></iframe>'
CALLS = """nabiz("identify", { token: "…" })  // a JWT (HS256) with sub, the user id, and exp, signed by your server
nabiz("track", "checkout.done")    // for surveys that show themselves after this event
nabiz("context", { order: "S-1" }) // hidden fields of the survey
nabiz("page")                      // after your app has changed the address by itself"""
QUEUE = "window.nabiz = window.nabiz || function () { (nabiz.q = nabiz.q || []).push(arguments) }"


def website_page(survey: Survey, member: "Member") -> dict[str, Any]:
    site = Site.objects.active().first()
    link = survey_url(survey.link_token) if survey.link_token else ""
    return {
        "site": site,
        "popover": Popover.objects.filter(survey=survey).first(),
        "script": _SCRIPT.format(settings.PUBLIC_URL, site.key) if site else "",
        "frame": _FRAME.format(link, str(escape(survey.name))) if link else "",
        "calls": f"{QUEUE}\n{CALLS}",
        "calls_lines": 5,
        "host": settings.PUBLIC_URL,
        "may_connect": member.can("connect"),
    }
