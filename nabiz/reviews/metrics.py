"""What customers write elsewhere, as numbers."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nabiz.metrics.definitions import Columns, Counts, Rows, metric
from nabiz.metrics.estimators import share, share_difference, total
from nabiz.metrics.sources import ON_EVENTS, EventRows
from nabiz.metrics.tables import Scope
from nabiz.reviews.events import ReviewPosted, ReviewReplied
from nabiz.statistics import means
from nabiz.statistics.estimates import Difference, Estimate

AT_ONCE = timedelta(0)
REVIEWS = ngettext_lazy("%(shown)s review", "%(shown)s reviews", "n")
SHOWN = ("rating", "title", "body")


def reviews_posted(scope: Scope) -> Rows:
    """Each review, with its whole stars: sites that know halves are rounded up."""
    rows = scope.events(ReviewPosted)
    return rows.mutate(stars=(rows.rating + 0.5).floor().cast("int64"))


def reviews_and_answers(scope: Scope) -> Rows:
    """Each review, with whether anything was answered to it in public, here or on the site."""
    rows = scope.events(ReviewPosted, ReviewReplied)
    is_answer = rows.kind == ReviewReplied.kind.name
    rows = rows.mutate(answers=is_answer.sum().over(group_by=[rows.site, rows.review]))
    posts = rows.filter(rows.kind == ReviewPosted.kind.name)
    was_answered = (posts.answers > 0) | (posts.reply.fill_null("") != "")
    return posts.mutate(was_answered=was_answered, stars=(posts.rating + 0.5).floor().cast("int64"))


answered = EventRows(reviews_and_answers, ("feedback",), reach="onward", groups=ON_EVENTS | {"site", "stars"})
posted = EventRows(reviews_posted, ("feedback",), groups=ON_EVENTS | {"site", "stars"})


@metric(
    over=posted,
    unit="count",
    label=_("Reviews"),
    formula=_("number of reviews posted"),
    counted=REVIEWS,
    estimate=total("reviews", "reviews"),
    order=36,
    fewest=0,
    matures=AT_ONCE,
    shows=SHOWN,
    scale=(0, None),
)
def reviews(posted: Rows) -> Counts:
    """Reviews that were posted on other sites in the period, with stars or without. It is a complete count, so it has
    no margin."""
    return {"reviews": posted.count()}


def estimate_rating(columns: Columns, *, confidence: float) -> Estimate[Any]:
    found = means.interval(*_sums(columns), confidence=confidence)
    return replace(found, low=np.maximum(found.low, 1), high=np.minimum(found.high, 5))


def compare_ratings(before: Columns, after: Columns, *, confidence: float) -> Difference[Any]:
    return means.difference(_sums(before), _sums(after), confidence=confidence)


def _sums(columns: Columns) -> means.Sums[Any]:
    return means.Sums(columns["n"], columns["sum"], columns["squares"])


@metric(
    over=posted,
    unit="score",
    better="higher",
    label=_("Mean rating"),
    formula=_("sum of the stars ÷ reviews with stars"),
    counted=REVIEWS,
    estimate=estimate_rating,
    difference=compare_ratings,
    order=37,
    shows=SHOWN,
    behind=lambda reviews: reviews.rating.between(1, 5),
    scale=(1, 5),
)
def mean_rating(reviews: Rows) -> Counts:
    """Stars of the reviews on other sites on average, 1 to 5, as they were first posted. Most reviews have one star or
    five, so the share of good ones tells more than the middle between them."""
    rated = reviews.rating.between(1, 5)
    rating = reviews.rating
    return {"n": rated.sum(), "sum": rating.sum(where=rated), "squares": (rating * rating).sum(where=rated)}


@metric(
    over=posted,
    unit="share",
    better="higher",
    label=_("Good reviews"),
    formula=_("reviews of 4 or 5 stars ÷ reviews with stars"),
    counted=REVIEWS,
    estimate=share("good", "n"),
    difference=share_difference("good", "n"),
    order=38,
    shows=SHOWN,
    behind=lambda reviews: reviews.rating.between(1, 5),
    scale=(0, 1),
)
def good_reviews(reviews: Rows) -> Counts:
    """Share of the reviews on other sites that have four or five stars, as they were first posted. Who writes a review
    chose to, so this is no picture of all customers; it is what newcomers see."""
    rated = reviews.rating.between(1, 5)
    return {"n": rated.sum(), "good": (rated & (reviews.rating >= 4)).sum()}


@metric(
    over=answered,
    unit="share",
    better="higher",
    label=_("Answered reviews"),
    formula=_("reviews with an answer ÷ reviews"),
    counted=REVIEWS,
    estimate=share("answered", "n"),
    difference=share_difference("answered", "n"),
    order=39,
    matures=AT_ONCE,
    shows=SHOWN,
    scale=(0, 1),
)
def answered_reviews(reviews: Rows) -> Counts:
    """Share of the reviews posted in the period that were answered in public by now, from here or on the site itself.
    Who reads reviews reads the answers too."""
    return {"n": reviews.count(), "answered": reviews.was_answered.sum()}
