"""“You said, we did” of one cause: its words, whether it is public, and who is told."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from nabiz.followups.causes import visible_causes
from nabiz.followups.forms import StoryForm
from nabiz.followups.heard import stories as its
from nabiz.followups.heard.letters import begin_letters
from nabiz.followups.heard.sheets import sheet_of
from nabiz.followups.models import Cause
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("answer")
@require_http_methods(["GET", "HEAD", "POST"])
def story(request: MemberRequest, number: int) -> HttpResponse:
    cause = _cause(request, number)
    form = StoryForm(request.POST or None, initial=StoryForm.showing(its.story_of(cause)))
    if request.method == "POST" and form.is_valid():
        try:
            its.save_story(cause, form.cleaned_data, by=request.member)
            toast(request, _("The words are saved."))
            return redirect("followups:story", cause.pk)
        except its.NotReady as reason:
            form.add_error(None, str(reason))
    shown = sheet_of(its.story_of(cause), request.member) | {"cause": cause, "form": form}
    return render(request, "followups/story.html", shown, status=422 if form.errors else 200)


@can("succeed")
@require_POST
def publication(request: MemberRequest, number: int) -> HttpResponse:
    cause = _cause(request, number)
    try:
        its.publish_story(its.story_of(cause), by=request.member)
        toast(request, _("Now everybody can read it."))
    except its.NotReady as reason:
        toast(request, str(reason))
    return redirect("followups:story", cause.pk)


@can("succeed")
@require_POST
def publication_removal(request: MemberRequest, number: int) -> HttpResponse:
    its.withdraw_story(its.story_of(_cause(request, number)), by=request.member)
    toast(request, _("It is withdrawn. Copies that others keep are gone within five minutes."))
    return redirect("followups:story", number)


@can("succeed")
@require_POST
def letters(request: MemberRequest, number: int) -> HttpResponse:
    n = begin_letters(its.story_of(_cause(request, number)), by=request.member)
    text = ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", n)
    toast(request, text % {"n": n})
    return redirect("followups:story", number)


@can("succeed")
@require_POST
def showing(request: MemberRequest) -> HttpResponse:
    its.save_showing("is_indexed" in request.POST, by=request.member)
    toast(request, _("Saved."))
    return redirect("followups:causes")


def _cause(request: MemberRequest, number: int) -> Cause:
    return get_object_or_404(visible_causes(request.member), pk=number)
