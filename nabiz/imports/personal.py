"""What imports keep about people."""

from django.utils.translation import gettext_lazy as _

from nabiz.privacy.personal import TO_SERVE, UNTIL_ERASED
from nabiz.privacy.register import declare

declare(
    "imports_import", whose="customer", what=_("Which files came in, and the names of their columns"), why=TO_SERVE,
    basis="contract", how_long=_("Until the import is removed"),
)  # fmt: skip
declare(
    "imports_touch", whose="customer", what=_("What an import changed, so that it can be undone"), why=TO_SERVE,
    basis="contract", how_long=UNTIL_ERASED,
)  # fmt: skip
