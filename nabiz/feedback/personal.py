"""What surveys keep about people."""

from django.utils.translation import gettext_lazy as _

from nabiz.feedback.ageing import old_answers, old_invitations
from nabiz.feedback.models import Question
from nabiz.privacy import retention
from nabiz.privacy.personal import TO_ANALYSE, UNTIL_ERASED
from nabiz.privacy.register import declare

for table, column, what in (
    ("feedback_invitation", "customer_id", _("Who was invited to a survey")),
    ("feedback_response", "customer_id", _("Responses to surveys")),
    ("feedback_turn", "customer_id", _("Whose turn it is to be asked, and why somebody was not")),
):
    declare(table, whose="customer", what=what, why=TO_ANALYSE, basis="interest", how_long=UNTIL_ERASED, column=column)
declare(
    "feedback_answer", whose="customer", what=_("Answers to questions, comments included"), why=TO_ANALYSE,
    basis="interest", how_long=UNTIL_ERASED, through=("response_id", "feedback_response", "customer_id"),
)  # fmt: skip
declare(
    "feedback_reminder", whose="customer", what=_("Who is to be reminded of a survey, with its link, encrypted"),
    why=TO_ANALYSE, basis="interest", how_long=UNTIL_ERASED,
    through=("invitation_id", "feedback_invitation", "customer_id"),
)  # fmt: skip
for table in ("feedback_brand", "feedback_survey", "feedback_version", "feedback_question", "feedback_trigger",
              "feedback_popover", "feedback_site"):  # fmt: skip
    declare(table, whose="nobody")
retention.register(
    "survey-contacts", what=_("Contact details in answers"), hint=_("What people left to be called or written to."),
    days=retention.YEAR, rows=lambda before: old_answers(Question.Kind.CONTACT, before), table="feedback_answer",
)  # fmt: skip
retention.register(
    "survey-texts", what=_("Texts in answers"),
    hint=_("Comments on the timeline stay as long as feedback events do."),
    days=None, rows=lambda before: old_answers(Question.Kind.TEXT, before), table="feedback_answer",
)  # fmt: skip
retention.register(
    "survey-invitations", what=_("Invitations without an answer"),
    hint=_("Who was asked too often is told by the timeline, which stays."),
    days=retention.YEAR, rows=old_invitations, table="feedback_invitation",
)  # fmt: skip
