from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from nabiz.timeline.mirror import commands
from nabiz.timeline.mirror.manifest import folder, read_manifest
from nabiz.timeline.mirror.parts import rows_in


class Command(BaseCommand):
    help = "Bring the columnar mirror up to date and say what is in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="Throw it away and make it again.")
        parser.add_argument("--sweep", action="store_true", help="Drop the rows of erased customers from the files.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            commands.rebuild()
        elif options["sweep"]:
            commands.sweep()
        else:
            commands.refresh()
        manifest = read_manifest()
        self.stdout.write(_("The mirror is in %(folder)s.") % {"folder": folder()})
        for name, family in sorted(manifest.families.items()):
            paths = [path for month in family.files.values() for path in month]
            rows = sum(rows_in(path) for path in paths)
            told = _("%(family)s: %(rows)s events in %(files)s files, %(months)s months")
            self.stdout.write(told % {"family": name, "rows": rows, "files": len(paths), "months": len(family.files)})
