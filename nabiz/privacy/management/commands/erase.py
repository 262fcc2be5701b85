import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from nabiz.customers.commands import erase_customer
from nabiz.customers.erasure import prove_erased
from nabiz.customers.lookup import customer_called
from nabiz.customers.queries import whom
from nabiz.privacy.scrubbing import finish_erasures, may_rewrite_statistics
from nabiz.privacy.tombstones import erase_again


class Command(BaseCommand):
    help = "Forget a customer everywhere, and prove it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("who", nargs="?", help="The customer's number, or an e-mail address, phone number or id.")
        parser.add_argument("--now", action="store_true", help="Rewrite the mirror's and the tables' files at once.")
        parser.add_argument("--again", action="store_true", help="Erase again whom a restored backup brought back.")
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"]:
            self.stdout.write(_("Erased again: %(n)s.") % {"n": erase_again()})
        elif options["who"]:
            self._erase(customer_called(options["who"]), is_meant=options["yes"])
        if not options["again"] and not options["who"] and not options["now"]:
            raise CommandError(_("Say whom to erase."))
        if options["now"]:
            self._tell(finish_erasures(whole=True))
            self.stdout.write(_("The files of the mirror and of the tables are rewritten."))
            if not may_rewrite_statistics():
                told = _("The database user is no superuser: samples that the planner keeps may stay in pg_statistic.")
                self.stdout.write(told)

    def _erase(self, customer: Any, *, is_meant: bool) -> None:
        if not is_meant and sys.stdin.isatty() and not self._is_meant(customer):
            raise CommandError(_("Nothing was erased."))
        erased = erase_customer(customer)
        told = _("Customer %(number)s is erased, with %(events)s events.")
        self.stdout.write(told % {"number": erased.customer_ids[0], "events": erased.events})
        self._tell(prove_erased(erased.customer_ids, erased.needles))
        self.stdout.write(_("A search of every table found nothing left."))

    def _tell(self, left: list[str]) -> None:
        if left:
            raise CommandError(_("Still named in: %(places)s.") % {"places": ", ".join(left)})

    def _is_meant(self, customer: Any) -> bool:
        self.stdout.write(_("Erase %(whom)s everywhere? This cannot be undone.") % {"whom": whom(customer)})
        return input("[y/N] ").strip().lower() in ("y", "yes", "e", "evet")
