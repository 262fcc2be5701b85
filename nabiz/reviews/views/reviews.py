from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nabiz.language.sentiment import judge
from nabiz.reviews.answers import answering
from nabiz.reviews.commands import reply_to
from nabiz.reviews.forms import ReplyForm
from nabiz.reviews.queries import (
    Review,
    Wanted,
    counts_of,
    page_of_reviews,
    sites_of,
    visible_reviews,
)
from nabiz.reviews.views.answers import form_for, render_review
from nabiz.team.access import MemberRequest, can
from nabiz.ui.lists import View
from nabiz.ui.toasts import toast

TONES = {"positive": "good", "negative": "bad", "neutral": "none"}


@can("see")
@require_safe
def reviews(request: MemberRequest) -> HttpResponse:
    every, wanted = visible_reviews(request.member), Wanted.of(request.GET)
    page = page_of_reviews(every, wanted, after=request.GET.get("after", ""))
    next_url = f"?{urlencode(wanted.pairs | {'after': page.next})}" if page.next else ""
    shown = {"reviews": _judged(page.rows), "next_url": next_url, "wanted": wanted}
    if request.GET.get("after") and request.htmx:
        return render(request, "reviews/reviews.html#rows", shown)
    counts = counts_of(every, wanted)
    shown |= {"bands": _bands(wanted, counts), "sites": sites_of(every), "connects": request.member.can("connect")}
    return render(request, "reviews/reviews.html", shown | {"is_first_use": not (counts[""] or wanted.pairs)})


@can("see")
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: MemberRequest, number: int) -> HttpResponse:
    event = get_object_or_404(visible_reviews(request.member), pk=number)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and request.member.can("answer") and form.is_valid():
        reply_to(event, form.cleaned_data["text"], by=request.member)
        toast(request, _("Your answer stands with the review"))
        return redirect("reviews:review", number)
    its = answering(event)
    return render_review(request, event, its, form_for(its) if its and not request.POST else form)


def _judged(rows: list[Review]) -> list[tuple[Review, str]]:
    """Each review with the tone of its words; the sentiment of a text that says nothing is not shown."""
    texts = [f"{row.facts.get('title', '')}\n{row.facts.get('body', '')}".strip() for row in rows]
    judged = judge(texts) if texts else []
    return [(row, TONES[each.label] if text else "none") for row, text, each in zip(rows, texts, judged, strict=True)]


def _bands(wanted: Wanted, counts: dict[str, int]) -> list[View]:
    words = {"": _("All"), "low": _("1–2 stars"), "middle": _("3–4 stars"), "high": _("5 stars")}
    site = {"site": wanted.site} if wanted.site else {}
    return [
        View(text, f"?{urlencode(({'stars': name} if name else {}) | site)}", wanted.stars == name, counts[name])
        for name, text in words.items()
    ]
