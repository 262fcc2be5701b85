"""What short messages keep about people."""

from django.utils.translation import gettext_lazy as _

from nabiz.privacy import retention
from nabiz.privacy.personal import TO_SERVE, UNTIL_ERASED
from nabiz.privacy.register import declare
from nabiz.sms.outbox import old_texts

declare("sms_gateway", whose="nobody")
declare(
    "sms_text", whose="customer", what=_("Short messages that were written, with their numbers"), why=TO_SERVE,
    basis="contract", how_long=UNTIL_ERASED, column="customer_id",
)  # fmt: skip
retention.register(
    "texts", what=_("Short messages"), hint=_("Also those that still wait to be sent."), days=retention.YEAR,
    rows=old_texts, table="sms_text",
)  # fmt: skip
