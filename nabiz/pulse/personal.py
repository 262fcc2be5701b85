"""The weekly mail knows members only."""

from django.utils.translation import gettext_lazy as _

from nabiz.privacy.personal import TO_WORK
from nabiz.privacy.register import declare

declare(
    "pulse_refusal", whose="member", what=_("Who does not want the weekly mail"), why=TO_WORK, basis="contract",
    how_long=_("Until they want it again"),
)  # fmt: skip
declare(
    "pulse_weeklymail", whose="member", what=_("Who got the weekly mail, and when"), why=TO_WORK, basis="contract",
    how_long=_("Until the member is deleted"),
)  # fmt: skip
declare("pulse_scope", whose="nobody")
