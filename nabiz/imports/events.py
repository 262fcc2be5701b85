from django.utils.translation import gettext_lazy as _

from nabiz.timeline.facts import Fact, fact


@fact(
    "import.finished",
    family="house",
    icon="file-up",
    label=_("Import finished"),
    sentence=_("Brought in {taken} of {rows} rows of {file}"),
)
class ImportFinished(Fact):
    """`number` is the import's, by which it can be undone."""

    number: int
    file: str
    rows: int
    taken: int


@fact(
    "import.undone",
    family="house",
    icon="undo-2",
    label=_("Import undone"),
    sentence=_("Took the import of {file} back"),
)
class ImportUndone(Fact):
    number: int
    file: str
