"""The weekly mail as its reader will get it, and whether they want it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nabiz.pulse.queries import has_data
from nabiz.pulse.weekly import mails
from nabiz.pulse.weekly.contents import contents_for
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("see")
@require_safe
def weekly(request: MemberRequest) -> HttpResponse:
    contents = contents_for(request.member, request.company) if has_data() else None
    return render(request, "pulse/weekly.html", {"its": contents, "wants_it": mails.wants_it(request.member)})


@can("see")
@require_POST
def refusal(request: MemberRequest) -> HttpResponse:
    mails.refuse(request.member)
    toast(request, _("You get no weekly mail any more."))
    return redirect("pulse:weekly")


@can("see")
@require_POST
def refusal_removal(request: MemberRequest) -> HttpResponse:
    mails.take_up(request.member)
    toast(request, _("You get the weekly mail again, on Mondays at eight."))
    return redirect("pulse:weekly")


@can("see")
@require_POST
def mail(request: MemberRequest) -> HttpResponse:
    if has_data():
        mails.mail_week(request.member)
        toast(request, _("It is written and on its way to you."))
    return redirect("pulse:weekly")
