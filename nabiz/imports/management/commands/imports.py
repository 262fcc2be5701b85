from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from nabiz.imports.commands import Busy, JournalGone, undo_import
from nabiz.imports.models import Import
from nabiz.imports.queries import all_presets, import_numbered, imports
from nabiz.imports.running.afterwards import catch_up
from nabiz.ui.formats import format_moment, format_number

NEWEST = 50


class Command(BaseCommand):
    help = "List what was brought in, or take an import back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", nargs="?", choices=["list", "undo", "presets"], default="list")
        parser.add_argument("numbers", nargs="*", type=int, metavar="NUMBER")

    def handle(self, *args: Any, **options: Any) -> None:
        self._console = Console(file=self.stdout, highlight=False, soft_wrap=True)  # type: ignore[arg-type]
        match options["what"]:
            case "undo":
                self._undo(options["numbers"])
            case "presets":
                for slug, preset in all_presets().items():
                    self._console.print(f"{slug:<24} {preset.title}", markup=False)
            case _:
                self._list()

    def _undo(self, numbers: list[int]) -> None:
        if not numbers:
            raise CommandError(_("Say which import to undo, by its number: nabiz imports lists them."))
        for number in numbers:
            job = import_numbered(number)
            if job is None:
                raise CommandError(_("There is no import %(number)s.") % {"number": number})
            was_undone = job.status == Import.Status.UNDONE
            try:
                undo_import(job)
            except Busy:
                raise CommandError(_("Import %(number)s is running. Stop it first.") % {"number": number}) from None
            except JournalGone:
                gone = _("Import %(number)s came in so long ago that its journal was deleted. It cannot be undone.")
                raise CommandError(gone % {"number": number}) from None
            told = _("Import %(number)s was undone before.") if was_undone else _("Import %(number)s is undone.")
            self._console.print(told % {"number": number}, markup=False)
        catch_up()

    def _list(self) -> None:
        table = Table(box=None, pad_edge=False)
        for heading in (_("Number"), _("File"), _("Source"), _("Rows"), _("Status"), _("When")):
            table.add_column(heading)
        for job in imports()[:NEWEST]:
            rows = str(format_number(job.counts.get("taken", 0)))
            table.add_row(
                str(job.pk),
                job.file_name,
                job.source,
                rows,
                str(job.get_status_display()),
                str(format_moment(job.since)),
            )
        self._console.print(table)
