"""What the intake keeps about people."""

from django.utils.translation import gettext_lazy as _

from nabiz.intake.models import TRIES, Delivery, Verdict
from nabiz.privacy import retention
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

retention.register(
    "intake-verdicts", what=_("Live events"), hint=_("What sources sent last, as it came, with what became of it."),
    days=30, rows=lambda before: Verdict.objects.filter(received_at__lt=before), table="intake_verdict",
)  # fmt: skip
retention.register(
    "intake-parked", what=_("Parked deliveries"), hint=_("What could not be turned into events. Deleted, it is lost."),
    days=90, rows=lambda before: Delivery.objects.filter(received_at__lt=before, attempts__gte=TRIES),
    table="intake_delivery",
)  # fmt: skip
