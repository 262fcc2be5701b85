"""What reviews keep about people: the reviews themselves stand on the timeline, which declares its own."""

from django.utils.translation import gettext_lazy as _

from nabiz.privacy.personal import TO_SERVE, UNTIL_ERASED
from nabiz.privacy.register import declare

declare("reviews_feed", whose="nobody")
declare("reviews_site", whose="nobody")
declare(
    "reviews_reply", whose="customer", what=_("What we answered to reviews, on its way to the site or there"),
    why=TO_SERVE, basis="interest", how_long=UNTIL_ERASED,
)  # fmt: skip
