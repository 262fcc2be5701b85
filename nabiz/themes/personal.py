"""What themes keep about people: what each text is about and its tone. The text itself stays on the timeline."""

from django.utils.translation import gettext_lazy as _

from nabiz.privacy.personal import TO_ANALYSE, UNTIL_ERASED
from nabiz.privacy.register import declare

declare(
    "themes_verbatim", whose="customer", what=_("What a comment is about, and its tone"), why=TO_ANALYSE,
    basis="interest", how_long=UNTIL_ERASED, column="customer_id",
)  # fmt: skip
declare(
    "themes_wording", whose="customer", what=_("Summaries of many masked comments, written by a language model"),
    why=TO_ANALYSE, basis="interest", how_long=UNTIL_ERASED,
)  # fmt: skip
for table in ("themes_theme", "themes_model"):
    declare(table, whose="nobody")
