"""What the intake keeps about people."""

from django.utils.translation import gettext_lazy as _

from nabiz.privacy.personal import TO_SERVE
from nabiz.privacy.register import declare

declare(
    "intake_delivery", whose="customer", what=_("What sources sent, until it has become events"), why=TO_SERVE,
    basis="contract", how_long=_("A moment; parked deliveries until they are tried again"),
)  # fmt: skip
declare(
    "intake_verdict", whose="customer", what=_("The newest events of each source, for the live page"), why=TO_SERVE,
    basis="interest", how_long=_("The newest of each source"), column="customer_id",
)  # fmt: skip
declare("intake_source", whose="nobody")
