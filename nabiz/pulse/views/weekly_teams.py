"""The weekly mail of a team as its readers will get it, and what the team looks after."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabiz.pulse.forms import ScopeForm
from nabiz.pulse.queries import has_data
from nabiz.pulse.views.weekly import tabs_for
from nabiz.pulse.weekly import mails
from nabiz.pulse.weekly.contents import contents_for
from nabiz.pulse.weekly.scopes import look_of, save_scope, scope_of, scope_words
from nabiz.team.access import MemberRequest, can
from nabiz.team.queries import members_of, teams_of, visible_teams
from nabiz.ui.toasts import toast


@can("see")
@require_safe
def team(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_teams(request.member), pk=number)
    page = {
        "team": its,
        "its": contents_for(request.member, request.company, look_of(its)) if has_data() else None,
        "scope": scope_words(scope_of(its), request.member),
        "readers": list(members_of(its)),
        "may_change": request.member.can("manage"),
        "is_mine": teams_of(request.member).filter(pk=its.pk).exists(),
        "wants_it": mails.wants_it(request.member, its),
        "views": tabs_for(request.member, its),
    }
    return render(request, "pulse/weekly_team.html", page)


@can("manage")
@require_http_methods(["GET", "POST"])
def scope(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_teams(request.member), pk=number)
    form = ScopeForm(request.POST or None, scope=scope_of(its), member=request.member, home=request.company)
    if request.method == "POST" and form.is_valid():
        save_scope(its, form.values(), by=request.member)
        toast(request, _("What the team looks after is saved"))
        return redirect("pulse:weekly_team", its.pk)
    return render(request, "pulse/scope.html", {"team": its, "form": form}, status=422 if form.errors else 200)


@can("manage")
@require_safe
def panel(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_teams(request.member), pk=number)
    page = {"team": its, "scope": scope_words(scope_of(its), request.member)}
    return render(request, "pulse/scope_panel.html#panel" if request.htmx else "pulse/scope_panel.html", page)


@can("see")
@require_POST
def mail(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_teams(request.member), pk=number)
    if has_data():
        mails.mail_week(request.member, its)
        toast(request, _("It is written and on its way to you."))
    return redirect("pulse:weekly_team", its.pk)


@can("see")
@require_POST
def refusal(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(teams_of(request.member), pk=number)
    mails.refuse(request.member, its)
    toast(request, _("You get no weekly mail of this team any more."))
    return redirect("pulse:weekly_team", its.pk)


@can("see")
@require_POST
def refusal_removal(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(teams_of(request.member), pk=number)
    mails.take_up(request.member, its)
    toast(request, _("You get the weekly mail again, on Mondays at eight."))
    return redirect("pulse:weekly_team", its.pk)
