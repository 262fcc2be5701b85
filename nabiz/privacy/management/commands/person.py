import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from nabiz.customers.lookup import customer_called
from nabiz.privacy.copying import copy_person


class Command(BaseCommand):
    help = "Write everything that is kept about one customer into a ZIP."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("who", help="The customer's number, or an e-mail address, phone number or id.")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["file"]
        if target.exists():
            raise CommandError(_("%(file)s is there already.") % {"file": target})
        with copy_person(customer_called(options["who"])) as whole, target.open("xb") as file:
            target.chmod(0o600)
            shutil.copyfileobj(whole, file)
        self.stdout.write(_("Everything is in %(file)s.") % {"file": target})
