"""Lists that go on when they come into view: by the last row seen, so that new rows do not shift the pages."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest

PER_PAGE = 50


def page_of(request: HttpRequest, rows: "QuerySet[Any]", size: int = PER_PAGE) -> dict[str, Any]:
    """The rows after `?after=<id>`, newest first, and the address of what follows (empty at the end)."""
    ordered = rows.order_by("-pk")
    if (after := request.GET.get("after", "")).isdecimal():
        ordered = ordered.filter(pk__lt=min(int(after[:19]), 2**63 - 1))
    found: list[Model] = list(ordered[: size + 1])
    following = ""
    if len(found) > size:
        query = request.GET.copy()
        query["after"] = str(found[size - 1].pk)
        following = f"{request.path}?{query.urlencode()}"
    return {"rows": found[:size], "next_url": following}
