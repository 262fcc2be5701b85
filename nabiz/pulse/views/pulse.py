from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from nabiz.customers.queries import visible_segments
from nabiz.metrics.choices import USUAL
from nabiz.pulse.choices import choice_from, period_options
from nabiz.pulse.finding import finding
from nabiz.pulse.needs import needs_me_now
from nabiz.pulse.queries import has_data, sections
from nabiz.pulse.steps import first_steps
from nabiz.team.access import MemberRequest, can
from nabiz.ui import formats


@can("see")
def pulse(request: MemberRequest) -> HttpResponse:
    """The front page: the numbers, or what to do to get some."""
    context = _numbers(request) if has_data() else {"steps": first_steps(request)}
    now = timezone.localtime()
    lead = {"greeting": _greeting(request, now.hour), "today": formats.format_long_day(now.date())}
    return render(request, "pulse/pulse.html", lead | context)


def _numbers(request: MemberRequest) -> dict[str, Any]:
    segments = list(visible_segments(request.member))
    choice = choice_from(request.GET, [segment.slug for segment in segments])
    return {
        "has_data": True,
        "choice": choice,
        "usual": USUAL,
        "periods": period_options(choice),
        "segments": segments,
        "sections": sections(choice, request.company),
        "finding": finding(choice, request.company),
        "needs": needs_me_now(),
    }


def _greeting(request: MemberRequest, hour: int) -> str:
    """By name where there is one; Turkish and English both greet by the time of day."""
    greeting = _("Good morning") if 5 <= hour < 12 else _("Good afternoon") if 12 <= hour < 18 else _("Good evening")
    first_name = request.member.name.split(" ")[0]
    return _("%(greeting)s, %(name)s") % {"greeting": greeting, "name": first_name} if first_name else greeting
