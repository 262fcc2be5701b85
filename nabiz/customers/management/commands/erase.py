import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from nabiz.customers.commands import erase_customer
from nabiz.customers.erasure import prove_erased
from nabiz.customers.lookup import customer_called
from nabiz.customers.models import Customer
from nabiz.customers.queries import whom
from nabiz.timeline.mirror.commands import sweep


class Command(BaseCommand):
    help = "Forget a customer everywhere, and prove it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("who", help="The customer's number, or an e-mail address, phone number or id.")
        parser.add_argument("--now", action="store_true", help="Drop the rows from the mirror's files at once.")
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def handle(self, *args: Any, **options: Any) -> None:
        customer = customer_called(options["who"])
        if not options["yes"] and sys.stdin.isatty() and not self._is_meant(customer):
            raise CommandError(_("Nothing was erased."))
        erased = erase_customer(customer)
        if options["now"]:
            sweep()
        told = _("Customer %(number)s is erased, with %(events)s events.")
        self.stdout.write(told % {"number": customer.pk, "events": erased.events})
        if left := prove_erased(erased.customer_ids, erased.needles):
            raise CommandError(_("Still named in: %(places)s.") % {"places": ", ".join(left)})
        self.stdout.write(_("A search of every table found nothing left."))

    def _is_meant(self, customer: Customer) -> bool:
        self.stdout.write(_("Erase %(whom)s everywhere? This cannot be undone.") % {"whom": whom(customer)})
        return input("[y/N] ").strip().lower() in ("y", "yes", "e", "evet")
