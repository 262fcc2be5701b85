"""What can be taken along: answers and rows as CSV, pictures as SVG."""

from collections.abc import AsyncIterator, Iterator
from itertools import islice

from asgiref.sync import sync_to_async
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from nabiz.customers.commands import note_export
from nabiz.metrics.exports import answer_lines, row_lines
from nabiz.metrics.pictures import breakdown_file, trend_file
from nabiz.metrics.queries import ask, rows
from nabiz.metrics.tiles import Reading
from nabiz.metrics.views.pages import looking_at
from nabiz.team.access import MemberRequest, can
from nabiz.timeline.mirror.reading import snapshot
from nabiz.ui.charts.export import standalone

LINES_AT_ONCE = 500


@can("see")
@require_GET
def answers_csv(request: MemberRequest, name: str) -> HttpResponse:
    looking = looking_at(request, name)
    return HttpResponse("".join(answer_lines(ask(looking.trend))), headers=_headers(f"{name}.csv", "text/csv"))


@can("export")
@require_GET
def rows_csv(request: MemberRequest, name: str) -> HttpResponseBase:
    looking, seen = looking_at(request, name), snapshot()
    note_export(rows(looking.now, limit=1, seen=seen).total, by=request.member)
    lines = _stream(row_lines(looking.now, seen))
    return StreamingHttpResponse(lines, headers=_headers(f"{name}-rows.csv", "text/csv"))


@can("see")
@require_GET
def trend_svg(request: MemberRequest, name: str) -> HttpResponse:
    looking = looking_at(request, name)
    drawing = trend_file(looking, Reading(ask(looking.trend)))
    return HttpResponse(standalone(drawing), headers=_headers("", "image/svg+xml"))


@can("see")
@require_GET
def breakdown_svg(request: MemberRequest, name: str, group: str) -> HttpResponse:
    looking = looking_at(request, name)
    if group not in looking.metric.over.groups:
        raise Http404
    drawing = breakdown_file(looking, group, request.member)
    return HttpResponse(standalone(drawing), headers=_headers("", "image/svg+xml"))


def _headers(file_name: str, kind: str) -> dict[str, str]:
    named = {"Content-Disposition": f'attachment; filename="{file_name}"'} if file_name else {}
    return {"Content-Type": f"{kind}; charset=utf-8", "X-Content-Type-Options": "nosniff", **named}


async def _stream(lines: Iterator[str]) -> AsyncIterator[str]:
    """Read in a thread, a few hundred lines at once, so that a long file does not hold up other requests."""
    read = sync_to_async(lambda: "".join(islice(lines, LINES_AT_ONCE)))
    while piece := await read():
        yield piece
