"""What connectors keep about people."""

from django.utils.translation import gettext_lazy as _

from nabiz.privacy.personal import TO_SERVE, UNTIL_ERASED
from nabiz.privacy.register import declare

declare("connectors_connector", whose="nobody")
declare("connectors_run", whose="nobody")
declare("connectors_watchedfile", whose="nobody")
declare(
    "connectors_delivery", whose="customer", what=_("What other systems delivered, as it came"), why=TO_SERVE,
    basis="contract", how_long=_("Thirty days; what could not be taken in, until somebody decides"),
)  # fmt: skip
declare(
    "connectors_moment", whose="customer", what=_("When subscriptions changed, by the payer's id"), why=TO_SERVE,
    basis="contract", how_long=UNTIL_ERASED,
)  # fmt: skip
