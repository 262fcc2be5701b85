from datetime import datetime

from django.utils.translation import gettext_lazy as _

from nabiz.timeline.facts import Fact, fact


@fact(
    "review.posted",
    family="feedback",
    icon="star",
    label=_("Review posted"),
    sentence=_("Reviewed us[ with {rating} of 5][: {title}]"),
)
class ReviewPosted(Fact):
    """`review` is what the site calls it; `rating` is 1 to 5 whatever the site's scale."""

    review: str
    site: str = ""
    rating: float | None = None
    title: str = ""
    body: str = ""
    author: str = ""
    url: str = ""
    language: str = ""
    version: str = ""
    device: str = ""
    territory: str = ""
    location: str = ""
    thumbs: int | None = None
    reply: str = ""
    replied_at: datetime | None = None


@fact(
    "review.edited",
    family="feedback",
    icon="star",
    label=_("Review changed"),
    sentence=_("Changed a review[ to {rating} of 5][: {title}]"),
)
class ReviewEdited(Fact):
    """What the review says from here on; what it said before stands in the events before."""

    review: str
    site: str = ""
    rating: float | None = None
    title: str = ""
    body: str = ""


@fact(
    "review.replied",
    family="feedback",
    icon="reply",
    label=_("Review answered"),
    sentence=_("We answered a review: {reply}"),
)
class ReviewReplied(Fact):
    """What we wrote under the review, in public."""

    review: str
    site: str = ""
    reply: str = ""


@fact("feed.added", family="house", icon="rss", label=_("Feed added"), sentence=_("Added the feed {feed}"))
class FeedAdded(Fact):
    feed: str


@fact("feed.removed", family="house", icon="rss", label=_("Feed removed"), sentence=_("Removed the feed {feed}"))
class FeedRemoved(Fact):
    feed: str


@fact(
    "site.added", family="house", icon="star", label=_("Review site added"), sentence=_("Added the review site {site}")
)
class SiteAdded(Fact):
    site: str


@fact(
    "site.removed",
    family="house",
    icon="star",
    label=_("Review site removed"),
    sentence=_("Removed the review site {site}"),
)
class SiteRemoved(Fact):
    site: str
