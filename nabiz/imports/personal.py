"""What imports keep about people."""

from django.utils.translation import gettext_lazy as _

from nabiz.imports.ageing import count_journals, delete_drafts, delete_files, delete_journals, old_drafts, old_files
from nabiz.privacy import retention
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
declare(
    "imports_draft", whose="customer", what=_("Tables that were uploaded and wait to be brought in"), why=TO_SERVE,
    basis="contract", how_long=_("Until they are brought in or thrown away"),
)  # fmt: skip
for table in ("imports_upload", "imports_savedmapping", "imports_brought"):
    declare(table, whose="nobody")

retention.register(
    "import-files", what=_("Files of imports"), hint=_("Files that wait to be gone on with, and rows to be corrected."),
    days=30, rows=old_files, delete=delete_files, table="imports_import",
)  # fmt: skip
retention.register(
    "import-uploads", what=_("Uploads that were never brought in"), hint=_("Files from the browser that still wait."),
    days=30, rows=old_drafts, delete=delete_drafts, table="imports_draft",
)  # fmt: skip
retention.register(
    "import-journals", what=_("Journals of imports"), hint=_("An import without its journal can no longer be undone."),
    days=retention.YEAR, count=count_journals, delete=delete_journals, table="imports_touch",
)  # fmt: skip
