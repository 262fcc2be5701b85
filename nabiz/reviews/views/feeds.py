from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabiz.reviews.commands import add_feed, pause_place, remove_feed
from nabiz.reviews.forms import FeedForm
from nabiz.reviews.models import Feed
from nabiz.reviews.polling import PROBLEMS
from nabiz.reviews.queries import visible_feeds
from nabiz.reviews.tasks import look_now
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("connect")
@require_safe
def feeds(request: MemberRequest) -> HttpResponse:
    lines = [(feed, PROBLEMS.get(feed.problem, "")) for feed in visible_feeds(request.member)]
    return render(request, "reviews/feeds.html", {"lines": lines})


@can("connect")
@require_http_methods(["GET", "HEAD", "POST"])
def new_feed(request: MemberRequest) -> HttpResponse:
    form = FeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        feed = add_feed(**form.cleaned_data, by=request.member)
        look_now.defer(feed=feed.pk)
        toast(request, _("%(feed)s is looked at now, and once an hour from here on") % {"feed": feed})
        return redirect("reviews:feeds")
    return render(request, "reviews/new_feed.html", {"form": form}, status=422 if form.errors else 200)


@can("connect")
@require_POST
def look(request: MemberRequest, number: int) -> HttpResponse:
    look_now.defer(feed=_feed(request, number).pk)
    toast(request, _("Nabız is looking. What is new appears among the reviews."))
    return redirect("reviews:feeds")


@can("connect")
@require_POST
def pause(request: MemberRequest, number: int) -> HttpResponse:
    feed = _feed(request, number)
    pause_place(feed, not feed.is_paused)
    return redirect("reviews:feeds")


@can("connect")
@require_POST
def removal(request: MemberRequest, number: int) -> HttpResponse:
    feed = _feed(request, number)
    remove_feed(feed, by=request.member)
    toast(request, _("%(feed)s is not looked at any more; its reviews stay") % {"feed": feed})
    return redirect("reviews:feeds")


def _feed(request: MemberRequest, number: int) -> Feed:
    return get_object_or_404(visible_feeds(request.member), pk=number)
