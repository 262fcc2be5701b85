"""What customers write elsewhere, as it reads now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from nabiz.kernel.paging import Page, pack, unpack
from nabiz.language.folding import search_key
from nabiz.reviews.events import ReviewEdited, ReviewPosted, ReviewReplied
from nabiz.reviews.models import Feed, Site
from nabiz.timeline.matters import history_of, latest_of_each

if TYPE_CHECKING:
    from nabiz.team.models import Member
    from nabiz.timeline.models import Event

ROWS = 30
SEARCHED_AT_ONCE = 2_000  # reviews that one page of a search looks through
# Three and four stars: people who like it and struggle with something. They say what to mend.
BANDS = {"low": (0.0, 2.5), "middle": (2.5, 4.5), "high": (4.5, 5.1)}


@dataclass(frozen=True)
class Wanted:
    """Which reviews are meant; an empty field means all."""

    stars: str = ""
    site: str = ""
    q: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Wanted":
        stars = query.get("stars", "")
        site, words = query.get("site", "").replace("\x00", "")[:200], query.get("q", "").replace("\x00", "")[:200]
        return cls(stars if stars in BANDS else "", site, words)

    @property
    def pairs(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Review:
    """A review as it reads now. `number` is that of its newest event."""

    number: int
    at: datetime
    is_edited: bool
    rating: float | None
    facts: dict[str, Any]
    customer_id: int | None

    @property
    def name(self) -> str:
        """Its title; where the site has none, who wrote it."""
        return str(self.facts.get("title") or self.facts.get("author") or _("Untitled"))

    @property
    def stars(self) -> str:
        return f"{self.rating:g}" if self.rating is not None else ""


def visible_feeds(member: "Member") -> QuerySet[Feed]:
    return Feed.objects.all() if member.can("connect") else Feed.objects.none()


def visible_sites(member: "Member") -> QuerySet[Site]:
    return Site.objects.all() if member.can("connect") else Site.objects.none()


def visible_reviews(member: "Member") -> "QuerySet[Event]":
    """The newest word of each review, newest first."""
    every = latest_of_each(ReviewPosted, ReviewEdited, by="review")
    return every if member.can("see") else every.none()


def page_of_reviews(reviews: "QuerySet[Event]", wanted: Wanted, *, after: str = "") -> Page[Review]:
    """The reviews behind the cursor `after`. A search looks through a bounded number of them for each page."""
    chosen = _chosen(reviews, wanted)
    if key := unpack(after, str, int):
        moment = parse_datetime(str(key[0]))
        chosen = chosen.filter(Q(happened_at__lt=moment) | Q(happened_at=moment, pk__lt=key[1]))
    found: list[Event] = []
    for seen, event in enumerate(chosen.iterator(500), start=1):
        if _matches(event, wanted.q):
            found.append(event)
        if len(found) > ROWS:  # one more than is shown: there is a page after this one
            return Page(_as_reviews(found[:ROWS]), _cursor(found[ROWS - 1]))
        if seen == SEARCHED_AT_ONCE and wanted.q:
            return Page(_as_reviews(found), _cursor(event))
    return Page(_as_reviews(found))


def counts_of(reviews: "QuerySet[Event]", wanted: Wanted) -> dict[str, int]:
    """How many there are of each band of stars, and of all under the empty name."""
    within = _chosen(reviews, Wanted(site=wanted.site)).order_by()
    bands = {name: Count("pk", filter=_band(name)) for name in BANDS}
    counted = within.aggregate(every=Count("pk"), **bands)
    return {"": counted.pop("every"), **counted}


def sites_of(reviews: "QuerySet[Event]") -> list[str]:
    """The sites that reviews stand on, at most 50."""
    sites = reviews.order_by().values_list("facts__site", flat=True).distinct()[:50]
    return sorted(site for site in sites if isinstance(site, str) and site)


def words_of_review(event: "Event") -> "list[Event]":
    """Everything that was said in one review and under it, oldest first."""
    its = event.facts["review"]
    said = list(history_of(ReviewPosted, ReviewEdited, by="review", thing=its, source=event.source))
    ours = list(history_of(ReviewReplied, by="review", thing=its, source="nabiz"))
    theirs = list(history_of(ReviewReplied, by="review", thing=its, source=event.source))
    return sorted([*said, *ours, *theirs], key=lambda each: (each.happened_at, each.pk))


def as_review(event: "Event") -> Review:
    return _as_reviews([event])[0]


def _as_reviews(events: "Iterable[Event]") -> list[Review]:
    return [
        Review(
            number=event.pk,
            at=event.happened_at,
            is_edited=event.kind == ReviewEdited.kind.name,
            rating=_number(event.facts.get("rating")),
            facts=event.facts,
            customer_id=event.customer_id,
        )
        for event in events
    ]


def _cursor(event: "Event") -> str:
    return pack(event.happened_at.isoformat(), event.pk)


def _chosen(reviews: "QuerySet[Event]", wanted: Wanted) -> "QuerySet[Event]":
    if wanted.stars:
        reviews = reviews.filter(_band(wanted.stars))
    return reviews.filter(facts__site=wanted.site) if wanted.site else reviews


def _band(name: str) -> Q:
    low, high = BANDS[name]
    return Q(facts__rating__gte=low, facts__rating__lt=high)


def _matches(event: "Event", q: str) -> bool:
    if not q:
        return True
    text = search_key(" ".join(str(event.facts.get(name, "")) for name in ("title", "body", "author")))
    return all(word in text for word in search_key(q).split())


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
