"""Causes: what makes many customers unhappy, who does what about it, and whether that changed anything."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabiz.followups import causes as its
from nabiz.followups.causewords import change_words, lines_of
from nabiz.followups.forms import CauseForm
from nabiz.followups.heard.stories import showing
from nabiz.team.access import MemberRequest, can
from nabiz.themes.queries import size_of, theme_tree, visible_themes
from nabiz.themes.sizewords import size_words
from nabiz.ui.toasts import toast


@can("answer")
@require_safe
def causes(request: MemberRequest) -> HttpResponse:
    every = list(its.visible_causes(request.member))
    taken = {each.theme_id for each in every}
    lines = list(lines_of(every, request.company))
    themes = [branch.theme for branch in theme_tree() if branch.theme.pk not in taken and branch.tally.verbatims]
    shown = {"lines": lines, "themes": themes[:30], "showing": showing(), "may_publish": request.member.can("succeed")}
    return render(request, "followups/causes.html", shown)


@can("answer")
@require_POST
def new_cause(request: MemberRequest) -> HttpResponse:
    given = request.POST.get("theme", "")
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 18 else -1
    theme = get_object_or_404(visible_themes(request.member), pk=number)
    return redirect("followups:cause", its.make_cause(theme, by=request.member).pk)


@can("answer")
@require_http_methods(["GET", "HEAD", "POST"])
def cause(request: MemberRequest, number: int) -> HttpResponse:
    it = get_object_or_404(its.visible_causes(request.member), pk=number)
    initial = {"name": str(it), "action": it.action, "action_since": it.action_since, "owner": it.owner_id or ""}
    form = CauseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        named = form.cleaned_data["name"] != str(it)
        its.save_cause(it, form.values() | ({} if named else {"name": it.name}), by=request.member)
        toast(request, _("The cause is saved."))
        return redirect("followups:cause", it.pk)
    size = size_words(size_of(it.theme), request.company) if it.theme else None
    shown = {"cause": it, "form": form, "size": size, "change": change_words(it)}
    return render(request, "followups/cause.html", shown, status=422 if form.errors else 200)


@can("answer")
@require_POST
def end(request: MemberRequest, number: int) -> HttpResponse:
    it = its.end_cause(get_object_or_404(its.visible_causes(request.member), pk=number), by=request.member)
    return redirect("followups:cause", it.pk)


@can("answer")
@require_POST
def end_removal(request: MemberRequest, number: int) -> HttpResponse:
    it = its.resume_cause(get_object_or_404(its.visible_causes(request.member), pk=number), by=request.member)
    return redirect("followups:cause", it.pk)
