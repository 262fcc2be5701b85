from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import activate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nabiz.team.access import MemberRequest, can
from nabiz.team.forms import ProfileForm
from nabiz.team.preferences import remember
from nabiz.team.queries import visible_members
from nabiz.ui.toasts import toast


@can("see")
@require_http_methods(["GET", "POST"])
def me(request: MemberRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.member)
    if request.method == "POST" and form.is_valid():
        form.save()
        activate(request.member.language or request.company.language)
        toast(request, _("Your profile is saved"))
        return remember(redirect("team:me"), request.member)
    facts = {
        "form": form,
        "me": visible_members(request.member).get(pk=request.member.pk),
        "sessions": UserSession.objects.purge_and_list(request.user),
    }
    return render(request, "team/me.html", facts, status=422 if form.errors else 200)
