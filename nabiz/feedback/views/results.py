"""What a survey brought: the page, and the answers as a file."""

import csv
import io

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from nabiz.feedback.overview import page_of
from nabiz.feedback.queries import visible_surveys
from nabiz.feedback.results.page import DAYS, PERIODS, answers_of, results_page, rows_of
from nabiz.team.access import MemberRequest, can
from nabiz.timeline.exports import harmless


@can("see")
@require_GET
def results(request: MemberRequest, number: int) -> HttpResponse:
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    period = period_of(request)
    is_weighted = request.GET.get("weighted") == "channel"
    url = reverse("feedback:results", args=[survey.pk])
    seen = page_of(survey, request.member, "results")
    seen |= results_page(survey.name, period, request.member, is_weighted=is_weighted)
    seen |= {"period": period, "may_export": request.member.can("export")}
    seen["periods"] = [
        {"label": label, "url": f"{url}?period={key}", "is_current": key == period} for key, label in PERIODS.items()
    ]
    return render(request, "feedback/results.html", seen)


@can("export")
@require_GET
def results_file(request: MemberRequest, number: int) -> HttpResponse:
    """Every answer as a row, comments without what would identify a person."""
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    written = io.StringIO()
    sheet = csv.writer(written)
    sheet.writerow(["answered_at", "customer", "score", "channel", "touchpoint", "stage", "theme", "comment"])
    for row in rows_of(answers_of(survey.name, period_of(request)), request.member):
        event = row.event
        where = (event.channel, event.touchpoint, event.stage, row.theme, row.comment)
        sheet.writerow([event.happened_at.isoformat(), harmless(row.person), row.score, *map(harmless, where)])
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="survey-{survey.pk}.csv"'
    return response


def period_of(request: MemberRequest) -> str:
    period = request.GET.get("period", "90")
    return period if period in DAYS else "90"
