"""Take in what customers write elsewhere, and write down what we answered."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nabiz.reviews.events import (
    FeedAdded,
    FeedRemoved,
    ReviewEdited,
    ReviewPosted,
    ReviewReplied,
    SiteAdded,
    SiteRemoved,
)
from nabiz.reviews.feeds import Entry, digest_of
from nabiz.reviews.models import Feed, Place, Site
from nabiz.reviews.sites.accounts import KINDS, boxed, known_of
from nabiz.timeline.commands import Actor, Draft, announce, append_events
from nabiz.timeline.matters import history_of, latest_of_each, of_each

if TYPE_CHECKING:
    from nabiz.timeline.models import Event

P = TypeVar("P", bound=Place)
LONGEST_REPLY = 5_000
CHANNEL = "review"
BESIDE = ("author", "url", "version", "language", "device", "territory", "location", "thumbs")


@transaction.atomic
def add_feed(*, name: str, url: str, by: Actor) -> Feed:
    """Look at an address from now on. The same name again gives the feed that is there, with the new address."""
    feed, is_new = Feed.objects.get_or_create(name=name, defaults={"url": url, "by_id": by.pk})
    if is_new:
        announce(FeedAdded(feed=name), by=by)
    elif feed.url != url:
        Feed.objects.filter(pk=feed.pk).update(url=url, etag="", last_modified="", next_look_at=None, failures=0)
        feed.refresh_from_db()
    return feed


@transaction.atomic
def remove_feed(feed: Feed, *, by: Actor) -> None:
    """Look no more. What the feed brought stays on the timeline."""
    if Feed.objects.filter(pk=feed.pk).delete()[0]:
        announce(FeedRemoved(feed=feed.name), by=by)


@transaction.atomic
def add_site(kind: str, name: str, options: Mapping[str, str], *, by: Actor) -> Site:
    """Look at an account from now on. The same name again gives the site that is there, asked with what is told now;
    a secret that is left empty stays as it is."""
    site = Site.objects.select_for_update().filter(name=name).first()
    known = known_of(site) if site and site.kind == kind else {}
    its = site or Site(name=name, by_id=by.pk)
    told = {**known, **{each: value for each, value in options.items() if value}}
    secrets = {each.name for each in KINDS[kind].fields if each.is_secret}
    its.kind, its.boxed = kind, boxed(KINDS[kind], told)
    its.options = {name: value for name, value in told.items() if name not in secrets}
    its.next_look_at, its.failures, its.problem, its.said = None, 0, "", ""
    its.save()
    if site is None:
        announce(SiteAdded(site=name), by=by)
    return its


@transaction.atomic
def remove_site(site: Site, *, by: Actor) -> None:
    """Look no more and forget the keys. Reviews and sent answers stay on the timeline."""
    if Site.objects.filter(pk=site.pk).delete()[0]:
        announce(SiteRemoved(site=site.name), by=by)


def pause_place(place: Place, is_paused: bool) -> None:
    """Stop looking for a while, or go on at once."""
    rows_of(place).update(is_paused=is_paused, next_look_at=None, failures=0, problem="")


@transaction.atomic
def take_in(place: Place, entries: Sequence[Entry]) -> int:
    """Put what is new or has changed on the timeline; returns how many reviews that were. What is known already
    changes nothing. What we answered there is put beside them."""
    rows_of(place).select_for_update().get()
    known = _known(place, [entry.key for entry in entries])
    drafts = [
        _draft(place, entry, is_known=entry.key in known) for entry in entries if known.get(entry.key) != entry.digest
    ]
    n = len(append_events(drafts)) if drafts else 0
    if replies := _replies(place, entries):
        append_events(replies)
    return n


@transaction.atomic
def reply_to(review: "Event", text: str, *, by: Actor) -> None:
    """Write down what was answered in public. The same answer again changes nothing."""
    text = text.strip()[:LONGEST_REPLY]
    its = review.facts["review"]
    said = history_of(ReviewReplied, by="review", thing=its, source="nabiz").filter(facts__reply=text)
    if text and not said.exists():
        announce(ReviewReplied(review=its, site=str(review.facts.get("site", "")), reply=text, channel=CHANNEL), by=by)


def rows_of(place: P) -> QuerySet[P]:
    """The row of this feed or site."""
    return type(place)._default_manager.filter(pk=place.pk)


def _known(place: Place, keys: Sequence[str]) -> dict[str, str]:
    """The digest of what each review says now."""
    now = latest_of_each(ReviewPosted, ReviewEdited, by="review").filter(source=place.source, facts__review__in=keys)
    return {event.facts["review"]: _digest(event.facts) for event in now}


def _digest(facts: dict[str, Any]) -> str:
    return digest_of(facts.get("title", ""), facts.get("body", ""), facts.get("rating"))


def _draft(place: Place, entry: Entry, *, is_known: bool) -> Draft:
    facts: dict[str, Any] = {"review": entry.key, "site": place.name, "title": entry.title, "body": entry.body}
    facts |= {"rating": entry.rating}
    if not is_known:
        facts |= {name: getattr(entry, name) for name in BESIDE}
    happened = ReviewEdited if is_known else ReviewPosted
    return Draft(
        kind=happened.kind.name,
        happened_at=entry.changed_at if is_known else entry.at,
        channel=CHANNEL,
        facts={name: value for name, value in facts.items() if value not in ("", None)},
        source=place.source,
        message_id=f"{entry.key}#{entry.digest}@{entry.changed_at:%Y%m%d%H%M%S.%f}" if is_known else entry.key,
        received_at=timezone.now(),
    )


def _replies(place: Place, entries: Sequence[Entry]) -> list[Draft]:
    """What was answered there and not from here. The same words under a review are one answer."""
    answered = [entry for entry in entries if entry.reply]
    ours = of_each(ReviewReplied, by="review", among=[entry.key for entry in answered]).filter(
        source="nabiz", facts__site=place.name
    )
    sent = {(event.facts["review"], event.facts.get("reply")) for event in ours} if answered else set()
    return [_reply(place, entry) for entry in answered if (entry.key, entry.reply) not in sent]


def _reply(place: Place, entry: Entry) -> Draft:
    return Draft(
        kind=ReviewReplied.kind.name,
        happened_at=entry.replied_at or timezone.now(),
        channel=CHANNEL,
        facts={"review": entry.key, "site": place.name, "reply": entry.reply},
        source=place.source,
        message_id=f"{entry.key}#reply#{digest_of(entry.reply, '', None)}",
        received_at=timezone.now(),
    )
