"""The tree of themes, and one theme."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from nabiz.team.access import MemberRequest, can
from nabiz.themes import pages
from nabiz.themes.onepage import said_page, theme_page
from nabiz.themes.queries import theme_tree, visible_themes
from nabiz.themes.windows import CHOICES, Stretch


@can("see")
@require_GET
def tree(request: MemberRequest) -> HttpResponse:
    url = reverse("themes:tree")
    branches = theme_tree(Stretch.of_days(CHOICES[pages.period_of(request.GET)]))
    seen = {
        "lines": list(pages.lines_of(branches)),
        "periods": pages.period_links(request.GET, url),
        "period": pages.period_of(request.GET),
        "may_change": request.member.can("succeed"),
    }
    return render(request, "themes/tree.html", seen)


@can("see")
@require_GET
def theme(request: MemberRequest, number: int) -> HttpResponse:
    its = get_object_or_404(visible_themes(request.member).select_related("parent", "merged_into"), pk=number)
    if its.merged_into_id:
        return redirect("themes:theme", its.merged_into_id)
    seen = said_page(its, request.GET, request.member)
    if request.htmx:
        return render(request, "themes/quotes.html", seen)
    return render(request, "themes/theme.html", seen | theme_page(its, request.GET, request.member, request.company))
