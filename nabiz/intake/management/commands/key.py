from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from nabiz.intake.commands import NameRefused, create_source
from nabiz.intake.models import Source


class Command(BaseCommand):
    help = "Make a source and print its key, which can be seen this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="What the source is called, such as shop.")
        parser.add_argument("--browser", action="store_true", help="The key will be public, in a page or an app.")

    def handle(self, *args: Any, **options: Any) -> None:
        trust = Source.Trust.BROWSER if options["browser"] else Source.Trust.SERVER
        try:
            source, key = create_source(options["name"], trust)
        except NameRefused as refused:
            raise CommandError(str(refused)) from None
        self.stderr.write(_("The key of %(name)s; it is shown this once:") % {"name": source.name})
        self.stdout.write(key)
