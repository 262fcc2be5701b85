from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nabiz.team.access import MemberRequest, can
from nabiz.team.commands import Refused
from nabiz.team.forms import TeamForm
from nabiz.team.models import Team
from nabiz.team.queries import active_members, members_of, visible_teams
from nabiz.team.teams import disband_team, form_team, rename_team, set_members
from nabiz.ui.toasts import toast


@can("manage")
@require_GET
def teams(request: MemberRequest) -> HttpResponse:
    rows = [(team, list(members_of(team))) for team in visible_teams(request.member)]
    return render(request, "team/teams.html", {"rows": rows})


@can("manage")
@require_http_methods(["GET", "POST"])
def new_team(request: MemberRequest) -> HttpResponse:
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (team := _saved(request, form, None)):
        toast(request, _("The team %(team)s is formed. Say what it looks after.") % {"team": team})
        return redirect(team.url)
    return render(request, "team/new_team.html", {"form": form}, status=422 if form.errors else 200)


@can("manage")
@require_http_methods(["GET", "POST"])
def team(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_teams(request.member), pk=number)
    first = {"name": its.name, "members": [member.pk for member in members_of(its)]}
    form = TeamForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid() and _saved(request, form, its):
        toast(request, _("The team is saved"))
        return redirect(its.url)
    its.refresh_from_db()
    return render(request, "team/team.html", {"team": its, "form": form}, status=422 if form.errors else 200)


@can("manage")
@require_POST
def removal(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_teams(request.member), pk=number)
    disband_team(its, by=request.member)
    toast(request, _("The team %(team)s is disbanded. Its members stay.") % {"team": its})
    return redirect("team:teams")


def _saved(request: MemberRequest, form: TeamForm, its: Team | None) -> Team | None:
    """None where the form has to be shown again."""
    name, numbers = form.cleaned_data["name"], form.cleaned_data["members"]
    try:
        its = rename_team(its, name, by=request.member) if its else form_team(name, by=request.member)
    except Refused as refusal:
        form.add_error("name", str(refusal))
        return None
    return set_members(its, active_members().filter(pk__in=numbers), by=request.member)
