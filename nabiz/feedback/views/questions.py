"""Add, change, order and remove questions. A version that was answered is left as it is: a copy is changed."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nabiz.feedback import authoring
from nabiz.feedback.kinds import MEASURES
from nabiz.feedback.models import Question, Survey
from nabiz.feedback.previewing import tongue_of
from nabiz.feedback.queries import newest_version, questions_of, visible_surveys
from nabiz.feedback.questionforms import QuestionForm, form_of
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("succeed")
@require_POST
def questions(request: MemberRequest, number: int) -> HttpResponse:
    """A new question at the end."""
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    kind = request.POST.get("kind", "")
    if kind not in Question.Kind.values:
        raise Http404
    measure = "nps" if kind == Question.Kind.SCALE_10 else ""
    made = authoring.add_question(survey, kind=kind, measure=measure if measure in MEASURES else "", by=request.member)
    return redirect("feedback:question", survey.pk, made.key)


@can("succeed")
@require_http_methods(["GET", "POST"])
def question(request: MemberRequest, number: int, key: str) -> HttpResponse:
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    form = _form(survey, key)
    if request.method == "POST":
        fields = form.read(request.POST)
        if not form.errors:
            authoring.change_question(survey, key, by=request.member, **fields)
            toast(request, _("The question is saved"))
            return redirect("feedback:survey", survey.pk)
        form.question = Question(key=key, kind=form.question.kind, **fields)
    facts = {"survey": survey, "form": form, "question": form.question, "tongue": tongue_of(survey)}
    return render(request, "feedback/question.html", facts, status=422 if form.errors else 200)


@can("succeed")
@require_POST
def place(request: MemberRequest, number: int, key: str) -> HttpResponse:
    """One up or down."""
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    keys = [each.key for each in questions_of(newest_version(survey))]
    if key not in keys:
        raise Http404
    at = keys.index(key)
    to = max(0, at - 1) if request.POST.get("to") == "up" else at + 1
    keys.insert(to, keys.pop(at))
    authoring.order_questions(survey, keys, by=request.member)
    return redirect(f"{reverse('feedback:survey', args=[survey.pk])}?moved={key}")


@can("succeed")
@require_POST
def order(request: MemberRequest, number: int) -> HttpResponse:
    """All at once, as they were dragged."""
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    authoring.order_questions(survey, request.POST.getlist("key"), by=request.member)
    return redirect("feedback:survey", survey.pk)


@can("succeed")
@require_POST
def removal(request: MemberRequest, number: int, key: str) -> HttpResponse:
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    authoring.remove_question(survey, key, by=request.member)
    toast(request, _("The question is removed"))
    return redirect("feedback:survey", survey.pk)


def _form(survey: Survey, key: str) -> QuestionForm:
    if form := form_of(survey, key):
        return form
    raise Http404
