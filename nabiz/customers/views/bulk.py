"""What can be done with many customers at once: give them an owner, take them out as a file."""

from collections.abc import AsyncIterator, Iterator
from itertools import islice

from asgiref.sync import sync_to_async
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from nabiz.customers.commands import assign_owner, note_export
from nabiz.customers.exports import csv_lines
from nabiz.customers.filters import parse_filter
from nabiz.customers.models import Customer
from nabiz.customers.queries import visible_customers
from nabiz.team.access import MemberRequest, can
from nabiz.team.queries import active_names
from nabiz.ui.toasts import toast

LINES_AT_ONCE = 500


@can("edit")
@require_POST
def owner(request: MemberRequest) -> HttpResponse:
    chosen, owner_id = request.POST.get("owner", ""), None
    if chosen != "none":
        owner_id = next((pk for pk in active_names() if str(pk) == chosen), None)
        if owner_id is None:
            return redirect(_back(request))
    n = assign_owner(_ticked(request).values_list("pk", flat=True), owner_id, by=request.member)
    toast(request, ngettext("%(n)s customer has another owner.", "%(n)s customers have another owner.", n) % {"n": n})
    return redirect(_back(request))


@can("export")
@require_http_methods(["GET", "POST"])
def export(request: MemberRequest) -> HttpResponseBase:
    """POST takes the ticked ones, GET all that the filter in the address means."""
    everyone = visible_customers(request.member)
    is_some = request.method == "POST"
    found = _ticked(request) if is_some else everyone.filter(parse_filter(request.GET).condition())
    note_export(found.count(), by=request.member)
    for_excel = (request.POST if is_some else request.GET).get("format") == "excel"
    lines = csv_lines(found, for_excel=for_excel, semicolons=for_excel and (get_language() or "").startswith("tr"))
    name = f"customers-{timezone.localdate():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(_stream(lines), content_type="text/csv; charset=utf-8", headers=headers)


def _ticked(request: MemberRequest) -> QuerySet[Customer]:
    numbers = [int(each) for each in request.POST.getlist("id")[:10_000] if each.isdecimal() and len(each) < 19]
    return visible_customers(request.member).filter(pk__in=numbers)


async def _stream(lines: Iterator[str]) -> AsyncIterator[str]:
    """Django would collect a plain iterator before it sends the first byte."""
    while part := await sync_to_async(_next_part)(lines):
        yield part


def _next_part(lines: Iterator[str]) -> str:
    return "".join(islice(lines, LINES_AT_ONCE))


def _back(request: HttpRequest) -> str:
    there = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(there, allowed_hosts=None) and there.startswith("/")
    return there if is_ours else "/customers/"
