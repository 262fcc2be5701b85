from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from nabiz.privacy.outdated import delete_outdated
from nabiz.privacy.rules import AT_MOST_COUNTED, rules
from nabiz.timeline.mirror.commands import refresh
from nabiz.ui.formats import format_number


class Command(BaseCommand):
    help = "Delete what has been kept for as long as its rule says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Show every rule and how much it would delete.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            for rule in rules():
                n = rule.removes
                said = f"> {format_number(AT_MOST_COUNTED)}" if n > AT_MOST_COUNTED else format_number(n)
                self.stdout.write(f"{said:>10}  {rule.keeping.what}. {rule.sentence}")
            return
        done_now = delete_outdated()
        refresh()
        for done in done_now:
            self.stdout.write(f"{format_number(done.n):>10}  {done.rule.keeping.what}")
        self.stdout.write(_("Whatever was outdated is deleted."))
