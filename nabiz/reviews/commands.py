"""Take in what customers write elsewhere, and write down what we answered."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from nabiz.reviews.events import FeedAdded, FeedRemoved, ReviewEdited, ReviewPosted, ReviewReplied
from nabiz.reviews.feeds import Entry, digest_of
from nabiz.reviews.models import Feed
from nabiz.timeline.commands import Actor, Draft, announce, append_events
from nabiz.timeline.matters import history_of, latest_of_each

if TYPE_CHECKING:
    from nabiz.timeline.models import Event

LONGEST_REPLY = 5_000
CHANNEL = "review"


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


def pause_feed(feed: Feed, is_paused: bool) -> None:
    """Stop looking for a while, or go on at once."""
    Feed.objects.filter(pk=feed.pk).update(is_paused=is_paused, next_look_at=None, failures=0, problem="")


@transaction.atomic
def take_in(feed: Feed, entries: Sequence[Entry]) -> int:
    """Put what is new or has changed on the timeline; returns how many. What is known already changes nothing."""
    Feed.objects.select_for_update().get(pk=feed.pk)
    known = _known(feed, [entry.key for entry in entries])
    drafts = [
        _draft(feed, entry, is_known=entry.key in known) for entry in entries if known.get(entry.key) != entry.digest
    ]
    return len(append_events(drafts)) if drafts else 0


@transaction.atomic
def reply_to(review: "Event", text: str, *, by: Actor) -> None:
    """Write down what was answered in public. The same answer again changes nothing."""
    text = text.strip()[:LONGEST_REPLY]
    its = review.facts["review"]
    said = history_of(ReviewReplied, by="review", thing=its, source="nabiz").filter(facts__reply=text)
    if text and not said.exists():
        announce(ReviewReplied(review=its, site=str(review.facts.get("site", "")), reply=text, channel=CHANNEL), by=by)


def _known(feed: Feed, keys: Sequence[str]) -> dict[str, str]:
    """The digest of what each review says now."""
    now = latest_of_each(ReviewPosted, ReviewEdited, by="review").filter(source=feed.source, facts__review__in=keys)
    return {event.facts["review"]: _digest(event.facts) for event in now}


def _digest(facts: dict[str, Any]) -> str:
    return digest_of(facts.get("title", ""), facts.get("body", ""), facts.get("rating"))


def _draft(feed: Feed, entry: Entry, *, is_known: bool) -> Draft:
    facts: dict[str, Any] = {"review": entry.key, "site": feed.name, "title": entry.title, "body": entry.body}
    facts |= {"rating": entry.rating} if entry.rating is not None else {}
    if not is_known:
        facts |= {"author": entry.author, "url": entry.url, "version": entry.version}
    happened = ReviewEdited if is_known else ReviewPosted
    return Draft(
        kind=happened.kind.name,
        happened_at=entry.changed_at if is_known else entry.at,
        channel=CHANNEL,
        facts={name: value for name, value in facts.items() if value != ""},
        source=feed.source,
        message_id=f"{entry.key}#{entry.digest}" if is_known else entry.key,
        received_at=timezone.now(),
    )
