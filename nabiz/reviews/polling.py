"""Look at the feeds: politely, with the site's word on what it last sent, and slower where a site does not answer."""

from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nabiz.kernel.outgoing import Answer, Unreachable, fetch
from nabiz.reviews.commands import take_in
from nabiz.reviews.feeds import NotAFeed, entries_of
from nabiz.reviews.models import Feed

EVERY = timedelta(hours=1)
LONGEST_PAUSE = timedelta(days=1)
Problem = Literal["address", "private", "unknown", "unreachable", "too_slow", "too_large", "no_feed", "gone", "refused"]
PROBLEMS: dict[str, Promise] = {
    "address": _("This is no web address. It begins with https:// or http://."),
    "private": _("The address lies inside your own network. NABIZ_PRIVATE_ADDRESSES=1 allows that."),
    "unknown": _("No server is known by this name. Check the address."),
    "unreachable": _("The server does not answer. Nabız tries again by itself."),
    "too_slow": _("The server took too long. Nabız tries again by itself."),
    "too_large": _("The feed is larger than 5 MB, more than Nabız reads."),
    "no_feed": _("What stands at this address is neither RSS nor Atom. Look for the feed's own address."),
    "gone": _("The site says that this feed is gone for good. It is not looked at any more."),
    "refused": _("The site refuses to hand out the feed. Nabız tries again by itself."),
}


def look_at(feed: Feed) -> int:
    """Look at a feed once and return how many reviews were new or changed. What goes wrong stands in the feed."""
    asked = {"User-Agent": "Nabiz", "Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9"}
    asked |= {"If-None-Match": feed.etag} if feed.etag else {}
    asked |= {"If-Modified-Since": feed.last_modified} if feed.last_modified else {}
    try:
        answer = fetch(feed.url, headers=asked, may_be_private=settings.PRIVATE_ADDRESSES)
        return _taken_in(feed, answer)
    except Unreachable as unreachable:
        _failed(feed, unreachable.why)
    except NotAFeed:
        _failed(feed, "no_feed")
    return 0


def look_at_due_feeds() -> int:
    """Look at every feed whose time has come."""
    return sum(look_at(feed) for feed in Feed.objects.due())


def _taken_in(feed: Feed, answer: Answer) -> int:
    match answer.status:
        case 200:
            n = take_in(feed, entries_of(answer.body, now=timezone.now()))
            _went_well(feed, etag=answer.headers.get("etag", ""), last_modified=answer.headers.get("last-modified", ""))
            return n
        case 304:
            _went_well(feed)
        case 410:
            _failed(feed, "gone")
            Feed.objects.filter(pk=feed.pk).update(is_paused=True)
        case _:
            _failed(feed, "refused", retry_after=answer.headers.get("retry-after", ""))
    return 0


def _went_well(feed: Feed, **told: str) -> None:
    now = timezone.now()
    Feed.objects.filter(pk=feed.pk).update(looked_at=now, next_look_at=now + EVERY, failures=0, problem="", **told)


def _failed(feed: Feed, problem: Problem, *, retry_after: str = "") -> None:
    now = timezone.now()
    pause = min(EVERY * 2**feed.failures, LONGEST_PAUSE)
    if retry_after.isdecimal():
        pause = min(max(pause, timedelta(seconds=int(retry_after[:6]))), LONGEST_PAUSE)
    Feed.objects.filter(pk=feed.pk).update(
        looked_at=now, next_look_at=now + pause, failures=min(feed.failures + 1, 20), problem=problem
    )
