from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nabiz.customers import queries
from nabiz.customers.chips import chips_of
from nabiz.customers.facets import facets_for
from nabiz.customers.filters import CustomerFilter, parse_filter
from nabiz.customers.models import SavedView
from nabiz.customers.rows import rows_of
from nabiz.team.access import MemberRequest, can
from nabiz.team.queries import active_names
from nabiz.ui.lists import View


@dataclass(frozen=True)
class Looking:
    """How a member looks at the list: which customers, in which order. The same as text is a saved view."""

    chosen: CustomerFilter
    sort: str

    @property
    def extras(self) -> list[tuple[str, str]]:
        return [("sort", self.sort)] if self.sort != queries.BY_NAME else []

    def address(self, *more: tuple[str, str]) -> str:
        pairs = urlencode([*self.chosen.pairs(), *self.extras, *more])
        return f"{reverse('customers:list')}?{pairs}" if pairs else reverse("customers:list")

    def __str__(self) -> str:
        return urlencode([*self.chosen.pairs(), *self.extras])


def looking(query: QueryDict) -> Looking:
    sort = query.get("sort", "")
    return Looking(parse_filter(query), sort if sort in queries.SORTS else queries.BY_NAME)


@can("see")
@require_safe
def customers(request: MemberRequest) -> HttpResponse:
    seen = looking(request.GET)
    if "" in request.GET.values():
        return redirect(seen.address())  # fields that were left empty say nothing and need not stand in the address
    found = queries.visible_customers(request.member).filter(seen.chosen.condition())
    after = request.GET.get("after", "")
    language = get_language() or "en"
    page = queries.page_of_customers(found, sort=seen.sort, language=language, after=after, query=seen.chosen.q)
    next_url = seen.address(("after", page.next)) if page.next else ""
    shown = {"rows": rows_of(page.rows), "next_url": next_url}
    if after and request.htmx:
        return render(request, "customers/list.html#rows", shown)
    return render(request, "customers/list.html", shown | _around(request, seen) | {"count": queries.count_of(found)})


@can("see")
@require_safe
def customer_filter(request: MemberRequest) -> HttpResponse:
    seen = looking(request.GET)
    template = "customers/filter.html#form" if request.htmx else "customers/filter.html"
    return render(request, template, {"seen": seen, "facets": facets_for(seen.chosen)})


def _around(request: MemberRequest, seen: Looking) -> dict[str, Any]:
    """What stands around the rows: tabs, chips, ways to sort."""
    views = queries.by_name(queries.own_views(request.member))
    other_order = Looking(seen.chosen, queries.NEWEST if seen.sort == queries.BY_NAME else queries.BY_NAME)
    return {
        "seen": seen,
        "views": _tabs(views, seen),
        "current_view": next((view for view in views if view.query == str(seen)), None),
        "chips": chips_of(seen.chosen, seen.extras),
        "other_order_url": other_order.address(),
        "owners": active_names(),
        "edits": request.member.can("edit"),
        "exports": request.member.can("export"),
        "is_first_use": seen.chosen.is_empty and not queries.visible_customers(request.member).exists(),
    }


def _tabs(views: list[SavedView], seen: Looking) -> list[View]:
    address = reverse("customers:list")
    tabs = [View(_("All customers"), address, is_current=not str(seen))]
    return tabs + [View(view.name, f"{address}?{view.query}", is_current=view.query == str(seen)) for view in views]
