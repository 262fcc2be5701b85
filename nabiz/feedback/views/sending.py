"""How a survey is sent: its triggers, who was asked and who was held back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nabiz.feedback.overview import page_of
from nabiz.feedback.queries import visible_surveys
from nabiz.feedback.sending import triggers
from nabiz.feedback.sending.caps import caps as current_caps
from nabiz.feedback.sending.forms import PRESETS, CapsForm, TriggerForm, initial_of
from nabiz.feedback.sending.messages import cost_of_asking
from nabiz.feedback.sending.models import Trigger
from nabiz.feedback.sending.overview import (
    SHOWN,
    held_turns,
    in_words,
    invitation_rows,
    reason_label,
    trigger_lines,
)
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("succeed")
@require_http_methods(["GET", "POST"])
def sending(request: MemberRequest, number: int) -> HttpResponse:
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    form = TriggerForm(request.POST or None, initial=PRESETS.get(request.GET.get("preset", "")))
    if request.method == "POST" and form.is_valid():
        triggers.set_trigger(survey, by=request.member, **form.fields_of_trigger)
        toast(request, _("The trigger is set"))
        return redirect("feedback:sending", survey.pk)
    page = page_of(survey, request.member, "sending") | {"form": form, "lines": trigger_lines(survey)}
    page["invitations"] = invitation_rows(survey)
    return render(request, "feedback/sending.html", page, status=422 if form.errors else 200)


@can("succeed")
@require_http_methods(["GET", "POST"])
def change(request: MemberRequest, number: int, trigger: int) -> HttpResponse:
    its = _trigger(request, number, trigger)
    form = TriggerForm(request.POST or None, initial=initial_of(its))
    if request.method == "POST" and form.is_valid():
        triggers.change_trigger(its, by=request.member, **form.fields_of_trigger)
        toast(request, _("The trigger is changed, from now on"))
        return redirect("feedback:sending", number)
    page = page_of(its.survey, request.member, "sending") | {"form": form, "words": in_words(its)}
    return render(request, "feedback/trigger.html", page, status=422 if form.errors else 200)


@can("succeed")
@require_http_methods(["GET", "POST"])
def by_hand(request: MemberRequest, number: int, trigger: int) -> HttpResponse:
    """First how many would be asked and how many not; then it goes out."""
    its = _trigger(request, number, trigger)
    if request.method == "POST":
        new = triggers.send_by_hand(its, by=request.member)
        toast(request, _("%(n)s customers have their turn within a minute") % {"n": new})
        return redirect("feedback:sending", number)
    seen = triggers.forecast(its)
    held = [(reason_label(reason), n) for reason, n in seen.held.most_common()]
    page = page_of(its.survey, request.member, "sending") | {"trigger": its, "words": in_words(its)}
    page["cost"] = cost_of_asking(its.survey, seen.eligible) if its.channel == Trigger.Channel.SMS else None
    return render(request, "feedback/forecast.html", page | {"seen": seen, "held": held})


@can("see")
@require_GET
def held(request: MemberRequest, number: int, trigger: int, reason: str) -> HttpResponse:
    its = _trigger(request, number, trigger)
    turns = held_turns(its, reason)
    page = page_of(its.survey, request.member, "sending") | {"words": in_words(its), "reason": reason_label(reason)}
    return render(request, "feedback/held.html", page | {"turns": turns[:SHOWN], "count": turns.count()})


@can("succeed")
@require_POST
def pause(request: MemberRequest, number: int, trigger: int) -> HttpResponse:
    triggers.pause_trigger(_trigger(request, number, trigger), by=request.member)
    return redirect("feedback:sending", number)


@can("succeed")
@require_POST
def resumption(request: MemberRequest, number: int, trigger: int) -> HttpResponse:
    triggers.resume_trigger(_trigger(request, number, trigger), by=request.member)
    return redirect("feedback:sending", number)


@can("succeed")
@require_POST
def removal(request: MemberRequest, number: int, trigger: int) -> HttpResponse:
    triggers.remove_trigger(_trigger(request, number, trigger), by=request.member)
    toast(request, _("The trigger is removed"))
    return redirect("feedback:sending", number)


@can("succeed")
@require_http_methods(["GET", "POST"])
def caps(request: MemberRequest) -> HttpResponse:
    form = CapsForm(request.POST or None, instance=current_caps())
    if request.method == "POST" and form.is_valid():
        form.save()
        toast(request, _("The limits are saved"))
        return redirect("feedback:caps")
    return render(request, "feedback/caps.html", {"form": form}, status=422 if form.errors else 200)


def _trigger(request: MemberRequest, number: int, trigger: int) -> Trigger:
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    return get_object_or_404(Trigger.objects.select_related("survey"), survey=survey, pk=trigger, removed_at=None)
