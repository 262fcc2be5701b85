"""What members do to themes and to the theme of a comment."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nabiz.team.access import MemberRequest, can
from nabiz.themes import commands
from nabiz.themes.models import Theme
from nabiz.themes.queries import verbatims_of_events, visible_themes
from nabiz.ui.toasts import toast


@can("succeed")
@require_POST
def new(request: MemberRequest) -> HttpResponse:
    words = request.POST.get("words", "").replace("\x00", "").split(",")

    def make() -> Theme:
        return commands.make_theme(request.POST.get("name", "").replace("\x00", ""), words, by=request.member)

    made = _attempt(request, make, _("The theme is there"))
    return redirect("themes:theme", made.pk) if made else redirect("themes:tree")


@can("succeed")
@require_POST
def name(request: MemberRequest, number: int) -> HttpResponse:
    its = theme_or_404(request, number)
    commands.rename_theme(its, request.POST.get("name", "").replace("\x00", ""), by=request.member)
    toast(request, _("The theme is called %(theme)s") % {"theme": its})
    return redirect("themes:theme", number)


@can("succeed")
@require_POST
def pin(request: MemberRequest, number: int) -> HttpResponse:
    commands.pin_theme(theme_or_404(request, number), True, by=request.member)
    toast(request, _("The theme stays as it is"))
    return redirect("themes:theme", number)


@can("succeed")
@require_POST
def release(request: MemberRequest, number: int) -> HttpResponse:
    commands.pin_theme(theme_or_404(request, number), False, by=request.member)
    toast(request, _("The theme may change again"))
    return redirect("themes:theme", number)


@can("succeed")
@require_POST
def merge(request: MemberRequest, number: int) -> HttpResponse:
    its, into = theme_or_404(request, number), theme_or_404(request, request.POST.get("into", ""))
    merged = _attempt(request, lambda: commands.merge_themes(its, into=into, by=request.member), _("They are one now"))
    return redirect("themes:theme", merged.pk if merged else number)


@can("succeed")
@require_POST
def parts(request: MemberRequest, number: int) -> HttpResponse:
    its = theme_or_404(request, number)
    _attempt(request, lambda: commands.split_theme(its, by=request.member), _("The theme was parted in two"))
    return redirect("themes:theme", number)


@can("succeed")
@require_POST
def place(request: MemberRequest, number: int) -> HttpResponse:
    its, under = theme_or_404(request, number), request.POST.get("under", "")
    branch = theme_or_404(request, under) if under else None
    _attempt(request, lambda: commands.move_theme(its, under=branch, by=request.member), _("The theme was moved"))
    return redirect("themes:theme", number)


@can("succeed")
@require_POST
def correction(request: MemberRequest, event: int) -> HttpResponse:
    verbatim = verbatims_of_events([event]).get(event)
    if verbatim is None:
        raise Http404
    theme = theme_or_404(request, request.POST.get("theme", ""))
    commands.correct_theme(verbatim, theme, by=request.member)
    toast(request, _("The comment belongs to %(theme)s, and so does whoever says the same") % {"theme": theme})
    return redirect("themes:theme", theme.pk)


def theme_or_404(request: MemberRequest, number: int | str) -> Theme:
    if isinstance(number, str) and not (number.isdecimal() and len(number) < 10):
        raise Http404
    return get_object_or_404(visible_themes(request.member).present(), pk=number)


def _attempt(request: MemberRequest, work: Callable[[], object], done: str) -> Theme | None:
    """Do it and say so, or say why it is not possible."""
    try:
        made = work()
    except commands.NotPossible as reason:
        toast(request, str(reason), level=messages.ERROR)
        return None
    toast(request, done)
    return made if isinstance(made, Theme) else None
