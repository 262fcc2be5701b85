import csv
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nabiz.team.access import MemberRequest, can
from nabiz.team.paging import page_of
from nabiz.team.queries import visible_members
from nabiz.team.trail import kinds_of_the_trail, traces
from nabiz.timeline.trail import trail

if TYPE_CHECKING:
    from nabiz.timeline.models import Event

AT_ONCE = 1000


@can("manage")
@require_GET
def audit(request: MemberRequest) -> HttpResponse:
    page = page_of(request, _asked_for(request))
    facts = {
        "traces": traces(page["rows"]),
        "next_url": page["next_url"],
        "members": visible_members(request.member),
        "kinds": kinds_of_the_trail(),
        "query": request.GET.urlencode(),
        "chosen_member": request.GET.get("member", ""),
        "chosen_kind": request.GET.get("kind", ""),
    }
    return render(request, "team/audit.html#rows" if request.htmx else "team/audit.html", facts)


@can("manage")
@require_GET
def audit_csv(request: MemberRequest) -> StreamingHttpResponse:
    """The whole trail under the same filters, oldest last, for spreadsheets and auditors."""
    lines = _lines(_asked_for(request))
    headers = {"Content-Disposition": 'attachment; filename="nabiz-audit.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _asked_for(request: MemberRequest) -> "QuerySet[Event]":
    member = request.GET.get("member", "")
    number = min(int(member[:19]), 2**63 - 1) if member.isdecimal() else None
    return trail(member=number, kind=request.GET.get("kind", ""))


def _lines(events: "QuerySet[Event]") -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(["time", "member", "kind", "what"])  # the mark tells Excel that this is UTF-8
    rows = events.order_by("-pk")
    while batch := list(rows[:AT_ONCE]):
        for trace in traces(batch):
            cells = (trace.happened_at.isoformat(), trace.who, trace.kind, trace.sentence)
            yield writer.writerow([_safe(cell) for cell in cells])
        rows = rows.filter(pk__lt=batch[-1].pk)


def _safe(cell: str) -> str:
    """A cell that begins like a formula would be run by a spreadsheet."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


class _Echo:
    def write(self, line: str) -> str:
        return line
