"""What surveys keep about people."""

from django.utils.translation import gettext_lazy as _

from nabiz.privacy.personal import TO_ANALYSE, UNTIL_ERASED
from nabiz.privacy.register import declare

for table, column, what in (
    ("feedback_invitation", "customer_id", _("Who was invited to a survey")),
    ("feedback_response", "customer_id", _("Responses to surveys")),
):
    declare(table, whose="customer", what=what, why=TO_ANALYSE, basis="interest", how_long=UNTIL_ERASED, column=column)
declare(
    "feedback_answer", whose="customer", what=_("Answers to questions, comments included"), why=TO_ANALYSE,
    basis="interest", how_long=UNTIL_ERASED, through=("response_id", "feedback_response", "customer_id"),
)  # fmt: skip
for table in ("feedback_brand", "feedback_survey", "feedback_version", "feedback_question"):
    declare(table, whose="nobody")
