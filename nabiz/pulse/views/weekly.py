"""The weekly mail as its reader will get it, and whether they want it."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nabiz.pulse.queries import has_data
from nabiz.pulse.weekly import mails
from nabiz.pulse.weekly.contents import contents_for
from nabiz.team.access import MemberRequest, can
from nabiz.team.queries import teams_of, visible_teams
from nabiz.ui.lists import View
from nabiz.ui.toasts import toast

if TYPE_CHECKING:
    from nabiz.team.models import Member, Team


@can("see")
@require_safe
def weekly(request: MemberRequest) -> HttpResponse:
    page = {
        "its": contents_for(request.member, request.company) if has_data() else None,
        "wants_it": mails.wants_it(request.member),
        "views": tabs_for(request.member),
        "my_teams": list(teams_of(request.member)),
    }
    return render(request, "pulse/weekly.html", page)


def tabs_for(member: "Member", current: "Team | None" = None) -> list[View]:
    """The whole company's and one for each team that the member may see; none where there are no teams."""
    teams = list(visible_teams(member))
    whole = View(_("Whole company"), reverse("pulse:weekly"), current is None)
    return [whole, *(View(str(team), team_url(team), team == current) for team in teams)] if teams else []


def team_url(team: "Team") -> str:
    return reverse("pulse:weekly_team", args=[team.pk])


@can("see")
@require_POST
def refusal(request: MemberRequest) -> HttpResponse:
    mails.refuse(request.member)
    return _told(request, _("You get no weekly mail any more."))


@can("see")
@require_POST
def refusal_removal(request: MemberRequest) -> HttpResponse:
    mails.take_up(request.member)
    return _told(request, _("You get the weekly mail again, on Mondays at eight."))


def _told(request: MemberRequest, text: str) -> HttpResponse:
    toast(request, text)
    return redirect("pulse:weekly")


@can("see")
@require_POST
def mail(request: MemberRequest) -> HttpResponse:
    if has_data():
        mails.mail_week(request.member)
        toast(request, _("It is written and on its way to you."))
    return redirect("pulse:weekly")
