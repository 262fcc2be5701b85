from typing import TYPE_CHECKING

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nabiz.reviews.answers import Answering, answering, send_answer
from nabiz.reviews.forms import AnswerForm
from nabiz.reviews.queries import as_review, visible_reviews, words_of_review
from nabiz.team.access import MemberRequest, can
from nabiz.timeline.entries import lines_by_day
from nabiz.ui.toasts import toast

if TYPE_CHECKING:
    from nabiz.timeline.models import Event


@can("answer")
@require_POST
def answer(request: MemberRequest, number: int) -> HttpResponse:
    """Send an answer to the site of a review, or another one in its place."""
    event = get_object_or_404(visible_reviews(request.member), pk=number)
    its = answering(event)
    if its is None:
        raise Http404
    form = AnswerForm(request.POST, site=its.site.name, kind=its.kind)
    if its.is_fixed or not form.is_valid():
        return render_review(request, event, its, form)
    send_answer(event, form.cleaned_data["text"], by=request.member)
    toast(request, _("Your answer is on its way to %(site)s") % {"site": its.site})
    return redirect("reviews:review", number)


def form_for(its: Answering) -> AnswerForm:
    """With what was answered so far, to be changed."""
    text = its.reply.text if its.reply else ""
    return AnswerForm(site=its.site.name, kind=its.kind, initial={"text": text})


def render_review(request: MemberRequest, event: "Event", its: Answering | None, form: Form) -> HttpResponse:
    words = lines_by_day(reversed(words_of_review(event)), folded=False)
    shown = {"review": as_review(event), "days": words, "form": form, "answering": its}
    shown |= {"answers": request.member.can("answer")}
    return render(request, "reviews/review.html", shown, status=422 if form.errors else 200)
