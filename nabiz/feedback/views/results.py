"""What a survey brought: the page, one answer, and the answers as a file."""

import io
from typing import get_args

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from nabiz.feedback.events import SurveyAnswered
from nabiz.feedback.overview import page_of
from nabiz.feedback.queries import visible_surveys
from nabiz.feedback.results.answers import COLUMNS, LIMIT, chosen, records_of, said_in
from nabiz.feedback.results.looking import looking, period_links
from nabiz.feedback.results.one import answer_page
from nabiz.feedback.results.page import results_page
from nabiz.team.access import MemberRequest, can
from nabiz.timeline.exports import Export, Format, write_export

TYPES = {"csv": "text/csv; charset=utf-8", "ndjson": "application/x-ndjson", "parquet": "application/octet-stream"}


@can("see")
@require_GET
def results(request: MemberRequest, number: int) -> HttpResponse:
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    seen, page = looking(request.GET), request.GET.get("page", "")
    shown = page_of(survey, request.member, "results")
    shown |= results_page(survey, seen, request.member, int(page) if page.isdecimal() and 0 < len(page) < 6 else 1)
    shown |= {"seen": seen, "may_export": request.member.can("export"), "periods": period_links(seen, survey.pk)}
    shown |= {"formats": tuple(TYPES), "query": seen.query()}
    return render(request, "feedback/results.html", shown)


@can("see")
@require_GET
def answer(request: MemberRequest, number: int, event: int) -> HttpResponse:
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    found = answer_page(survey, event, request.member)
    if found is None:
        raise Http404
    return render(request, "feedback/answer.html", page_of(survey, request.member, "results") | found)


@can("export")
@require_GET
def results_file(request: MemberRequest, number: int, kind: Format) -> HttpResponse:
    """Every answer that the page lists as a row, comments without what would identify a person."""
    survey, seen = get_object_or_404(visible_surveys(request.member), pk=number), looking(request.GET)
    if kind not in get_args(Format):
        raise Http404
    answers = list(seen.events(SurveyAnswered, survey.name)[:LIMIT])
    found, written = chosen(seen, answers, said_in(answers)), io.BytesIO()
    written.write(b"\xef\xbb\xbf" if kind == "csv" else b"")  # by which spreadsheets know the letters
    export = Export("answers", COLUMNS, lambda _source, _since: records_of(found, request.member))
    write_export(export, written, format=kind)
    response = HttpResponse(written.getvalue(), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="survey-{survey.pk}.{kind}"'
    return response
