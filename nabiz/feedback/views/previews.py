"""The survey as customers see it, on a phone and on a desk, in both languages."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from nabiz.feedback.models import Question
from nabiz.feedback.overview import page_of
from nabiz.feedback.previewing import preview_html, tongue_of
from nabiz.feedback.queries import visible_surveys
from nabiz.feedback.questionforms import form_of
from nabiz.feedback.responding import POLICY
from nabiz.team.access import MemberRequest, can


@can("see")
@require_GET
def preview(request: MemberRequest, number: int) -> HttpResponse:
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    page = page_of(survey, request.member, "preview")
    keys = [card.question.key for card in page["cards"]]
    wanted = request.GET.get("q", "")
    page |= {
        "chosen": wanted if wanted in (*keys, "thanks") else (keys[0] if keys else ""),
        "tongues": survey.languages,
    }
    return render(request, "feedback/preview.html", page)


@can("see")
@require_GET
@xframe_options_sameorigin
def frame(request: MemberRequest, number: int, language: str, key: str) -> HttpResponse:
    """One page of it, by the templates that customers get."""
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    language = tongue_of(survey, language)
    with override(language):
        return _framed(preview_html(survey, language, key))


@can("succeed")
@require_POST
@xframe_options_sameorigin
def draft(request: MemberRequest, number: int, key: str) -> HttpResponse:
    """A question as it stands in its form, before it is kept."""
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    form = form_of(survey, key)
    if form is None:
        raise Http404
    written = Question(key=key, kind=form.question.kind, **form.read(request.POST))
    language = tongue_of(survey, request.POST.get("tongue", ""))
    with override(language):
        return _framed(preview_html(survey, language, key, written))


def _framed(html: str) -> HttpResponse:
    response = HttpResponse(html)
    response["Content-Security-Policy"] = POLICY.format("'self'").replace("form-action 'self'", "form-action 'none'")
    return response
