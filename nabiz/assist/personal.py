"""What was said to the language model: masked words of customers."""

from django.utils.translation import gettext_lazy as _

from nabiz.assist.asking import old_calls
from nabiz.privacy import retention
from nabiz.privacy.personal import TO_ANALYSE, UNTIL_ERASED
from nabiz.privacy.register import declare

declare(
    "assist_call", whose="customer", what=_("Masked comments that were sent to the language model, and its answers"),
    why=TO_ANALYSE, basis="interest", how_long=UNTIL_ERASED,
)  # fmt: skip
for table in ("assist_engine", "assist_spending"):
    declare(table, whose="nobody")
retention.register(
    "assist", what=_("Requests to the language model"), hint=_("What was sent to it and what it answered."), days=90,
    rows=old_calls, table="assist_call",
)  # fmt: skip
