"""What customers write elsewhere, as a number."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nabiz.metrics.definitions import Counts, Rows, metric
from nabiz.metrics.estimators import share, share_difference
from nabiz.metrics.sources import events_of
from nabiz.reviews.events import ReviewPosted


@metric(
    over=events_of(ReviewPosted),
    unit="share",
    better="higher",
    label=_("Good reviews"),
    formula=_("reviews of 4 or 5 stars ÷ reviews with stars"),
    counted=ngettext_lazy("%(shown)s review", "%(shown)s reviews", "n"),
    estimate=share("good", "n"),
    difference=share_difference("good", "n"),
    order=38,
    shows=("rating", "title", "body"),
    behind=lambda reviews: reviews.rating.between(1, 5),
    scale=(0, 1),
)
def good_reviews(reviews: Rows) -> Counts:
    """Share of the reviews on other sites that have four or five stars, as they were first posted. Who writes a review
    chose to, so this is no picture of all customers; it is what newcomers see."""
    rated = reviews.rating.between(1, 5)
    return {"n": rated.sum(), "good": (rated & (reviews.rating >= 4)).sum()}
