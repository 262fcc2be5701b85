"""What connectors keep about people."""

from django.utils.translation import gettext_lazy as _

from nabiz.connectors.ageing import old_deliveries
from nabiz.privacy import retention
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

retention.register(
    "connector-deliveries", what=_("Deliveries to connectors"),
    hint=_("What waits or could not be taken in stays until somebody decides about it."), days=30,
    rows=old_deliveries, table="connectors_delivery",
)  # fmt: skip
