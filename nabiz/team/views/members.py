from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from nabiz.team.access import MemberRequest, can
from nabiz.team.commands import Refused, change_role, deactivate_member, reactivate_member
from nabiz.team.forms import RoleForm
from nabiz.team.models import Member
from nabiz.team.queries import teams_of, visible_invitations, visible_members
from nabiz.ui.toasts import toast


@can("manage")
@require_GET
def members(request: MemberRequest) -> HttpResponse:
    everyone = visible_members(request.member)
    return render(
        request, "team/members.html", {"members": everyone, "invitations": visible_invitations(request.member)}
    )


@can("manage")
@require_GET
def member(request: MemberRequest, number: int) -> HttpResponse:
    person = get_object_or_404(visible_members(request.member), pk=number)
    return _page(request, person, RoleForm(initial={"role": person.role}))


@can("manage")
@require_POST
def role(request: MemberRequest, number: int) -> HttpResponse:
    person = get_object_or_404(visible_members(request.member), pk=number)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            change_role(person, form.cleaned_data["role"], by=request.member)
        except Refused as refusal:
            form.add_error("role", str(refusal))
    if form.errors:
        return _page(request, person, form, status=422)
    toast(request, _("%(member)s is %(role)s now") % {"member": person, "role": person.get_role_display()})
    return redirect("team:members" if request.member.pk != person.pk else "/")


@can("manage")
@require_http_methods(["POST", "DELETE"])
def deactivation(request: MemberRequest, number: int) -> HttpResponse:
    person = get_object_or_404(visible_members(request.member), pk=number)
    try:
        if request.method == "POST":
            deactivate_member(person, by=request.member)
            toast(request, _("%(member)s can no longer sign in") % {"member": person})
        else:
            reactivate_member(person, by=request.member)
            toast(request, _("%(member)s can sign in again") % {"member": person})
    except Refused as refusal:
        toast(request, str(refusal), level=messages.ERROR)
    return HttpResponseClientRedirect(person.url) if request.htmx else redirect(person.url)


def _page(request: HttpRequest, person: Member, form: RoleForm, status: int = 200) -> HttpResponse:
    return render(
        request, "team/member.html", {"person": person, "form": form, "teams": teams_of(person)}, status=status
    )
