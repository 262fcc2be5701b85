"""Answers on their way to the site that the review stands on."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from nabiz.customers.addresses import standing_as
from nabiz.reviews.commands import CHANNEL
from nabiz.reviews.events import ReviewEdited, ReviewPosted, ReviewReplied
from nabiz.reviews.models import Reply, Site
from nabiz.reviews.sites.accounts import KINDS, account_of
from nabiz.reviews.sites.asking import Trouble
from nabiz.reviews.sites.kinds import Kind
from nabiz.reviews.sites.sentences import about_reply
from nabiz.timeline.commands import About, Actor, announce
from nabiz.timeline.matters import history_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nabiz.reviews.feeds import Entry
    from nabiz.timeline.models import Event

MOST_ATTEMPTS = 9  # with the pauses between them, about four hours
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)


@dataclass(frozen=True)
class Answering:
    """How a review is answered at its site, and what became of the answer so far."""

    site: Site
    kind: Kind
    reply: Reply | None

    @property
    def is_fixed(self) -> bool:
        """Whether an answer stands there that the site lets nobody change from outside."""
        return not self.kind.changes and self.reply is not None and self.reply.state == Reply.State.SENT

    @property
    def sentence(self) -> str | Promise:
        """What is wrong with the answer; empty where nothing is."""
        return about_reply(self.reply.problem, self.reply.state) if self.reply else ""


def answering(review: "Event") -> Answering | None:
    """None where the review came another way: an answer is then kept here only."""
    model, _colon, number = review.source.partition(":")
    site = Site.objects.filter(pk=number).first() if model == "site" and number.isdecimal() else None
    if site is None:
        return None
    return Answering(site, KINDS[site.kind], site.replies.filter(review=review.facts["review"]).first())


@transaction.atomic
def send_answer(review: "Event", text: str, *, by: Actor) -> Reply | None:
    """Put an answer on its way, in place of the one before. The same answer again changes nothing, unless the site
    did not take it. None where the review stands on no site that takes answers."""
    from nabiz.reviews.tasks import send_reply

    its = answering(review)
    if its is None or its.is_fixed:
        return its.reply if its else None
    reply, is_new = Reply.objects.select_for_update().get_or_create(
        site=its.site, review=review.facts["review"], defaults={"text": text, "by_id": by.pk}
    )
    if not is_new and reply.text == text and reply.state != Reply.State.REFUSED:
        return reply
    reply.text, reply.by_id, reply.written_at, reply.attempts = text, by.pk, timezone.now(), 0
    reply.state, reply.problem, reply.said = Reply.State.WAITING, "", ""
    reply.save()
    send_reply.configure(lock=_lock_of(reply)).defer(reply=reply.pk)
    return reply


def deliver(number: int) -> None:
    """Hand an answer to its site once; where it cannot take it just now, it is tried again later."""
    reply = Reply.objects.select_related("site", "by").filter(pk=number, state=Reply.State.WAITING).first()
    if reply is None:
        return
    try:
        shown = KINDS[reply.site.kind].send(account_of(reply.site), reply.review, reply.text)
    except Trouble as trouble:
        _not_sent(reply, trouble)
    else:
        _sent(reply, shown)


@transaction.atomic
def _sent(reply: Reply, shown: str) -> None:
    """It stands on the timeline even where another text was written in the meantime, for it was sent."""
    _as_read(reply).update(state=Reply.State.SENT, sent_at=timezone.now(), problem="", said="")
    fact = ReviewReplied(review=reply.review, site=reply.site.name, reply=shown, channel=CHANNEL)
    announce(fact, about=_writer_of(reply), by=reply.by)


def _writer_of(reply: Reply) -> About | None:
    """The customer who wrote the review, where that is known: what was answered to them goes with them."""
    words = history_of(ReviewPosted, ReviewEdited, by="review", thing=reply.review, source=reply.site.source)
    whose = words.exclude(customer_id=None).values_list("customer_id", flat=True).last()
    return standing_as(whose) if whose else None


@transaction.atomic
def _not_sent(reply: Reply, trouble: Trouble) -> None:
    from nabiz.reviews.tasks import send_reply

    n = reply.attempts + 1
    noted = {"attempts": n, "problem": trouble.why, "said": trouble.said}
    if not trouble.passes:
        _as_read(reply).update(state=Reply.State.REFUSED, **noted)
    elif n >= MOST_ATTEMPTS:
        _as_read(reply).update(state=Reply.State.REFUSED, **noted | {"problem": "given_up"})
    elif _as_read(reply).update(**noted):
        pause = max(FIRST_PAUSE * 2 ** (n - 1), timedelta(seconds=trouble.retry_after))
        at = timezone.now() + min(pause, LONGEST_PAUSE)
        # Of jobs with one lock the important ones go first: a changed answer does not wait for a late attempt.
        send_reply.configure(lock=_lock_of(reply), priority=-n, schedule_at=at).defer(reply=reply.pk)


def note_shown(site: Site, entries: "Iterable[Entry]") -> None:
    """What the site shows has arrived, though its word of that may have been lost on the way."""
    shown = {entry.key: entry.reply for entry in entries if entry.reply}
    for reply in Reply.objects.filter(site=site, review__in=shown).exclude(state=Reply.State.SENT):
        if reply.text == shown[reply.review]:
            now = {"state": Reply.State.SENT, "sent_at": timezone.now(), "problem": "", "said": ""}
            Reply.objects.filter(pk=reply.pk, text=reply.text).update(**now)


def _lock_of(reply: Reply) -> str:
    """Two answers to one review go out one after the other, so that the later one stands there in the end."""
    return f"reply:{reply.pk}"


def _as_read(reply: Reply) -> QuerySet[Reply]:
    """The row, unless another answer was written since: that one has a job of its own."""
    return Reply.objects.filter(pk=reply.pk, text=reply.text, state=Reply.State.WAITING)
