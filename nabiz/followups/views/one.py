"""One follow-up: who, what they said, what was done, and how it ended."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nabiz.customers.queries import one_person
from nabiz.followups import commands
from nabiz.followups.forms import ClosureForm, DeedForm, SnoozeForm
from nabiz.followups.models import FollowUp
from nabiz.followups.queries import visible_follow_ups, with_words
from nabiz.followups.wording import rule_in_words
from nabiz.team.access import MemberRequest, can
from nabiz.team.queries import active_member, active_names
from nabiz.themes.marks import how_understood
from nabiz.timeline.entries import lines_by_day
from nabiz.timeline.queries import timeline_of
from nabiz.ui.toasts import toast

EXCERPT = 12


def found(request: MemberRequest, number: int) -> FollowUp:
    return get_object_or_404(visible_follow_ups(request.member), pk=number)


@can("answer")
@require_safe
def follow_up(request: MemberRequest, number: int) -> HttpResponse:
    it = found(request, number)
    everybody = one_person(it.customer.merged_into_id or it.customer_id)
    shown = _said(it) | {
        "it": it,
        "deeds": it.deeds.select_related("by"),
        "owners": active_names(),
        "days": lines_by_day(timeline_of(everybody, limit=EXCERPT).events, members=active_names(), folded=False),
        "close_form": ClosureForm(auto_id="close_%s"),
        "deed_form": DeedForm(),
        "snooze_form": SnoozeForm(),
    }
    return render(request, "followups/follow_up.html", shown)


def _said(it: FollowUp) -> dict[str, Any]:
    """What the customer said, how it was understood, and which rule it fell under."""
    (row,) = with_words([it])
    return {
        "comment": row.comment,
        "understood": how_understood([it.answer]).get(it.answer),
        "rule_words": rule_in_words(it.rule) if it.rule else "",
    }


@can("answer")
@require_POST
def owner(request: MemberRequest, number: int) -> HttpResponse:
    it, chosen = found(request, number), active_member(request.POST.get("owner", ""))
    if chosen and chosen.can("answer"):
        commands.assign_follow_ups([it], chosen, by=request.member)
        toast(request, _("It belongs to %(owner)s now.") % {"owner": chosen})
    else:
        toast(request, _("Choose a member who may answer."))
    return redirect("followups:follow_up", it.pk)


@can("answer")
@require_POST
def deeds(request: MemberRequest, number: int) -> HttpResponse:
    it, form = found(request, number), DeedForm(request.POST)
    if form.is_valid():
        commands.note_deed(it, **form.cleaned_data, by=request.member)
        toast(request, _("It is written down."))
    else:
        toast(request, _("Say in a few words what was done."))
    return redirect("followups:follow_up", it.pk)


@can("answer")
@require_POST
def closure(request: MemberRequest, number: int) -> HttpResponse:
    it, form = found(request, number), ClosureForm(request.POST)
    if form.is_valid():
        commands.close_follow_up(it, **form.cleaned_data, by=request.member)
        toast(request, _("The follow-up is closed."))
    else:
        toast(request, _("Say how it ended."))
    return redirect("followups:follow_up", it.pk)


@can("answer")
@require_POST
def closure_removal(request: MemberRequest, number: int) -> HttpResponse:
    it = commands.reopen_follow_up(found(request, number), by=request.member)
    toast(request, _("The follow-up is open again."))
    return redirect("followups:follow_up", it.pk)


@can("answer")
@require_POST
def snooze(request: MemberRequest, number: int) -> HttpResponse:
    it, form = found(request, number), SnoozeForm(request.POST)
    zone = ZoneInfo(request.company.time_zone)
    until = datetime.combine(form.cleaned_data["until"], time(8), zone) if form.is_valid() else None
    if until and until > timezone.now():
        commands.snooze_follow_up(it, until, by=request.member)
        toast(request, _("It rests until then; it stays due when it was due."))
    else:
        toast(request, _("Choose a day that is still to come."))
    return redirect("followups:follow_up", it.pk)


@can("answer")
@require_POST
def snooze_removal(request: MemberRequest, number: int) -> HttpResponse:
    it = found(request, number)
    commands.wake_follow_up(it)
    return redirect("followups:follow_up", it.pk)
