"""Who was asked by a survey and what became of it, and personal links to pass on in a way of one's own."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nabiz.feedback.commands import NotAsked
from nabiz.feedback.overview import page_of
from nabiz.feedback.queries import visible_surveys
from nabiz.feedback.sending.links import make_links, sheet_of
from nabiz.feedback.sending.models import Trigger
from nabiz.feedback.sending.participants import filters_of, page_of_participants
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("see")
@require_GET
def participants(request: MemberRequest, number: int) -> HttpResponse:
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    state = request.GET.get("state", "")
    seen = page_of_participants(survey, state, request.GET.get("after", ""))
    here = reverse("feedback:participants", args=[survey.pk])
    page = page_of(survey, request.member, "sending")
    page |= {"filters": filters_of(survey), "state": state, "invitations": seen.rows}
    page["more"] = f"{here}?{urlencode({'state': state, 'after': seen.next})}" if seen.next else ""
    rows = "#participant-rows" if request.headers.get("HX-Request") else ""
    return render(request, f"feedback/participants.html{rows}", page)


@never_cache
@can("succeed")
@can("export")
@require_POST
def links(request: MemberRequest, number: int, trigger: int) -> HttpResponse:
    """A row for each who may be asked now. They count as asked from here on."""
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    its = get_object_or_404(Trigger.objects.filter(kind="", removed_at=None), survey=survey, pk=trigger)
    try:
        made = make_links(its, by=request.member)
    except NotAsked:
        toast(request, _("Nothing is sent until the survey is live."))
        return redirect("feedback:by_hand", survey.pk, its.pk)
    response = HttpResponse(sheet_of(made), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="survey-{survey.pk}-links.csv"'
    return response
