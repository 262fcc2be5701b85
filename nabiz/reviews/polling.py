"""Look at feeds and sites: politely, with what the site said of its last answer, and slower where one is silent."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nabiz.kernel.outgoing import Answer, Unreachable, fetch
from nabiz.reviews.answers import note_shown
from nabiz.reviews.commands import P, rows_of, take_in
from nabiz.reviews.feeds import NotAFeed, entries_of
from nabiz.reviews.models import Feed, Place, Site
from nabiz.reviews.sites.accounts import KINDS, account_of
from nabiz.reviews.sites.asking import Trouble, seconds_of

EVERY = timedelta(hours=1)
LONGEST_PAUSE = timedelta(days=1)
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


def look_at_site(site: Site) -> int:
    """Ask a site once and return how many reviews were new or changed. What goes wrong stands in the site."""
    n = 0
    try:
        account = account_of(site)
        for page in KINDS[site.kind].pages(account):
            n += take_in(site, page)
            note_shown(site, page)
    except Trouble as trouble:
        _failed(site, trouble.why, retry_after=trouble.retry_after, said=trouble.said)
    else:
        _went_well(site, said="")
    return n


def try_site(site: Site) -> Trouble | None:
    """Ask for the newest reviews and take none in; what is wrong, or nothing."""
    try:
        next(KINDS[site.kind].pages(account_of(site)), None)
    except Trouble as trouble:
        return trouble
    return None


def look_at_due_places() -> int:
    """Look at every feed and site whose time has come."""
    return sum(look_at(feed) for feed in _due(Feed)) + sum(look_at_site(site) for site in _due(Site))


def _due(model: type[P]) -> QuerySet[P]:
    is_time = Q(next_look_at=None) | Q(next_look_at__lte=timezone.now())
    return model._default_manager.filter(is_time, is_paused=False)


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
            _failed(feed, "refused", retry_after=seconds_of(answer.headers.get("retry-after", "")))
    return 0


def _went_well(place: Place, **told: str) -> None:
    now = timezone.now()
    rows_of(place).update(looked_at=now, next_look_at=now + EVERY, failures=0, problem="", **told)


def _failed(place: Place, problem: str, *, retry_after: int = 0, **told: str) -> None:
    now = timezone.now()
    pause = max(EVERY * 2**place.failures, timedelta(seconds=retry_after))
    rows_of(place).update(
        looked_at=now,
        next_look_at=now + min(pause, LONGEST_PAUSE),
        failures=min(place.failures + 1, 20),
        problem=problem,
        **told,
    )
