"""The list of surveys, and one survey with its questions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nabiz.feedback import authoring
from nabiz.feedback.authoring import NotReady
from nabiz.feedback.commands import invite_to_try
from nabiz.feedback.library import make_from_template, templates
from nabiz.feedback.models import Survey
from nabiz.feedback.overview import page_of, survey_lines
from nabiz.feedback.queries import newest_version, questions_of, visible_surveys
from nabiz.feedback.results.sides import sides_of
from nabiz.feedback.sending.mails import mail_trial
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("see")
@require_GET
def surveys(request: MemberRequest) -> HttpResponse:
    return render(
        request, "feedback/surveys.html", {"lines": survey_lines(request.member), "sides": sides_of(request.company)}
    )


@can("succeed")
@require_http_methods(["GET", "POST"])
def new_survey(request: MemberRequest) -> HttpResponse:
    language = (get_language() or "en")[:2]
    if request.method == "POST":
        template = templates().get(request.POST.get("template", ""))
        if template:
            made = make_from_template(template, template.names[language], by=request.member)
        else:
            made = authoring.make_survey(_("New survey"), by=request.member)
        return redirect("feedback:survey", made.pk)
    cards = [
        {"key": key, "name": each.names[language], "about": each.about[language]} for key, each in templates().items()
    ]
    return render(request, "feedback/new_survey.html", {"cards": cards})


@can("see")
@require_GET
def survey(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_surveys(request.member), pk=number)
    return render(
        request, "feedback/survey.html", page_of(its, request.member) | {"moved": request.GET.get("moved", "")}
    )


@can("succeed")
@require_POST
def publication(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_surveys(request.member), pk=number)
    try:
        authoring.publish(its, by=request.member)
        toast(request, _("%(survey)s is live") % {"survey": its})
    except NotReady as reason:
        toast(request, str(reason), level=messages.ERROR)
    return redirect("feedback:survey", its.pk)


@can("succeed")
@require_POST
def pause(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_surveys(request.member), pk=number)
    authoring.set_state(its, Survey.Status.PAUSED, by=request.member)
    toast(request, _("%(survey)s is paused. Who is answering just now may finish.") % {"survey": its})
    return redirect("feedback:survey", its.pk)


@can("succeed")
@require_POST
def closing(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_surveys(request.member), pk=number)
    authoring.set_state(its, Survey.Status.CLOSED, by=request.member)
    toast(request, _("%(survey)s is closed") % {"survey": its})
    return redirect("feedback:survey", its.pk)


@can("succeed")
@require_POST
def removal(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_surveys(request.member), pk=number)
    authoring.remove_survey(its, by=request.member)
    toast(request, _("%(survey)s is removed") % {"survey": its})
    return redirect("feedback:surveys")


@can("succeed")
@require_POST
def copy(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_surveys(request.member), pk=number)
    made = authoring.duplicate_survey(its, _("%(survey)s (copy)") % {"survey": its}, by=request.member)
    return redirect("feedback:survey", made.pk)


@can("succeed")
@require_POST
def trial(request: MemberRequest, number: int) -> HttpResponse:
    """See it as a customer would; what is answered there counts nowhere."""
    its = get_object_or_404(visible_surveys(request.member), pk=number)
    version = newest_version(its)
    if not questions_of(version):
        toast(request, _("There is no question yet."), level=messages.ERROR)
        return redirect("feedback:survey", its.pk)
    made = invite_to_try(its, version, language=(get_language() or "en")[:2], by=request.member)
    if request.POST.get("by") != "mail":
        return redirect("survey:step", made.token)
    mail_trial(made, request.member.email)
    toast(request, _("A trial is on its way to %(address)s") % {"address": request.member.email})
    return redirect("feedback:survey", its.pk)
