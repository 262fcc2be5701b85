"""How a survey is sent: its triggers, who was asked and who was held back."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nabiz.feedback.overview import page_of
from nabiz.feedback.queries import visible_surveys
from nabiz.feedback.sending import triggers
from nabiz.feedback.sending.caps import caps as current_caps
from nabiz.feedback.sending.caps import change_caps
from nabiz.feedback.sending.forms import PRESETS, CapsForm, TriggerForm, initial_of
from nabiz.feedback.sending.messages import cost_of_asking
from nabiz.feedback.sending.models import Trigger
from nabiz.feedback.sending.overview import SHOWN, held_turns, in_words, reason_label, trigger_lines
from nabiz.feedback.sending.participants import page_of_participants
from nabiz.feedback.sending.phrases import sentence_of
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast

NEWEST = 10


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
    page["invitations"] = page_of_participants(survey, "", rows=NEWEST).rows
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
    its = _by_hand(request, number, trigger)
    if request.method == "POST":
        new = triggers.send_by_hand(its, by=request.member)
        toast(request, _("%(n)s customers have their turn within a minute") % {"n": new})
        return redirect("feedback:sending", number)
    seen = triggers.forecast(its)
    page = page_of(its.survey, request.member, "sending") | {"trigger": its, "words": in_words(its)}
    page["sentence"] = sentence_of(seen.eligible, seen.held)
    page["cost"] = cost_of_asking(its.survey, seen.eligible) if its.channel == Trigger.Channel.SMS else None
    return render(request, "feedback/forecast.html", page | {"seen": seen, "may_export": request.member.can("export")})


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
@require_POST
def reminding(request: MemberRequest, number: int, trigger: int) -> HttpResponse:
    moved = triggers.remind_by_hand(_trigger(request, number, trigger), by=request.member)
    said = ngettext("%(n)s reminder goes out within a minute", "%(n)s reminders go out within a minute", moved)
    toast(request, said % {"n": moved})
    return redirect("feedback:sending", number)


@can("succeed")
@require_http_methods(["GET", "POST"])
def caps(request: MemberRequest) -> HttpResponse:
    form = CapsForm(request.POST or None, instance=current_caps())
    if request.method == "POST" and form.is_valid():
        change_caps(form.save(commit=False), by=request.member)
        toast(request, _("The limits are saved"))
        return redirect("feedback:caps")
    return render(request, "feedback/caps.html", {"form": form}, status=422 if form.errors else 200)


def _by_hand(request: MemberRequest, number: int, trigger: int) -> Trigger:
    """What follows an event or a cadence is not sent by hand to boot: it says itself whose turn it is."""
    its = _trigger(request, number, trigger)
    if its.kind:
        raise Http404
    return its


def _trigger(request: MemberRequest, number: int, trigger: int) -> Trigger:
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    return get_object_or_404(Trigger.objects.select_related("survey"), survey=survey, pk=trigger, removed_at=None)
