"""Have the language model write about a theme, or take away what it wrote."""

from django.contrib.messages import ERROR
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nabiz.assist.problems import NotAsked
from nabiz.team.access import MemberRequest, can
from nabiz.themes import wording
from nabiz.themes.tasks import word
from nabiz.themes.views.changes import theme_or_404
from nabiz.ui.toasts import toast


@can("succeed")
@require_POST
def write(request: MemberRequest, number: int) -> HttpResponse:
    its = theme_or_404(request, number)
    try:
        wording.check_can_word(its)
    except NotAsked as problem:
        toast(request, problem.sentence, level=ERROR)
    else:
        word.defer(theme=its.pk)
        toast(request, _("It is being written. Look again in a minute."))
    return redirect("themes:theme", number)


@can("succeed")
@require_POST
def removal(request: MemberRequest, number: int) -> HttpResponse:
    wording.refuse_wording(theme_or_404(request, number), by=request.member)
    toast(request, _("What the machine wrote is gone"))
    return redirect("themes:theme", number)
