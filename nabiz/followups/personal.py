"""What follow-ups keep about people."""

from django.utils.translation import gettext_lazy as _

from nabiz.privacy.personal import TO_SERVE, UNTIL_ERASED
from nabiz.privacy.register import declare

declare(
    "followups_followup", whose="customer", what=_("Who was followed up, on which answer"), why=TO_SERVE,
    basis="contract", how_long=UNTIL_ERASED, column="customer_id",
)  # fmt: skip
for table, what in (
    ("followups_closure", _("How following up ended")),
    ("followups_snooze", _("Follow-ups that rest")),
    ("followups_deed", _("What was done for them: calls, mails, notes")),
    ("followups_reask", _("Who was asked again, and the new score")),
):
    declare(
        table, whose="customer", what=what, why=TO_SERVE, basis="contract", how_long=UNTIL_ERASED,
        through=("follow_up_id", "followups_followup", "customer_id"),
    )  # fmt: skip
declare("followups_rule", whose="nobody")
declare("followups_cause", whose="nobody")
declare(
    "followups_letter", whose="customer", what=_("Who was told what was done about what they said"), why=TO_SERVE,
    basis="interest", how_long=UNTIL_ERASED, column="customer_id",
)  # fmt: skip
for its in ("followups_story", "followups_publication", "followups_showing"):
    declare(its, whose="nobody")
