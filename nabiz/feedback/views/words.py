"""Every text in both languages, side by side; and the words of thanks by score."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from nabiz.feedback.overview import page_of
from nabiz.feedback.queries import newest_version, questions_of, visible_surveys
from nabiz.feedback.thanking import change_thanks, is_link, link_of, thanks_of
from nabiz.feedback.translating import change_words
from nabiz.feedback.wording import texts_of
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("succeed")
@require_http_methods(["GET", "POST"])
def words(request: MemberRequest, number: int) -> HttpResponse:
    survey = get_object_or_404(visible_surveys(request.member), pk=number)
    if request.method == "POST":
        if (link := request.POST.get("thanks-link", "").strip()) and not is_link(link):
            toast(request, _("The link needs https:// and a host. The other texts are saved."), level=messages.ERROR)
        changed = change_words(survey, request.POST.dict(), by=request.member)
        change_thanks(survey, request.POST, by=request.member)
        said = ngettext("One text is changed", "%(n)s texts are changed", changed) % {"n": changed}
        toast(request, said if changed else _("The texts are saved"))
        return redirect("feedback:words", survey.pk)
    version = newest_version(survey)
    page = page_of(survey, request.member, "words")
    page |= {"texts": texts_of(version, questions_of(version)), "thanks": thanks_of(version), "link": link_of(version)}
    return render(request, "feedback/words.html", page)
