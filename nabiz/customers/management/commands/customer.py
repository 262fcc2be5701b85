from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from nabiz.customers.lookup import customer_called
from nabiz.customers.models import Customer
from nabiz.customers.queries import merges_of, one_person
from nabiz.timeline.queries import timeline_of
from nabiz.timeline.sentences import sentence_of


class Command(BaseCommand):
    help = "Show a customer: who it is, how it is recognised, and what happened last."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("who", help="The customer's number, or an e-mail address, phone number or id.")
        parser.add_argument("--last", type=int, default=20, help="How many events, newest first.")

    def handle(self, *args: Any, **options: Any) -> None:
        customer = customer_called(options["who"])
        customer = customer.merged_into or customer
        self.stdout.write(f"{customer.pk}  {customer}" + (f" · {customer.account}" if customer.account else ""))
        ids = one_person(customer.pk)
        for identity in _identities(ids):
            self.stdout.write(f"    {identity}")
        for merge in merges_of(customer):
            self.stdout.write(
                f"    = {merge.customer_id}  {merge.customer}  {timezone.localtime(merge.merged_at):%Y-%m-%d %H:%M}"
            )
        for event in timeline_of(ids, limit=options["last"]).events:
            self.stdout.write(f"{timezone.localtime(event.happened_at):%Y-%m-%d %H:%M}  {sentence_of(event)}")


def _identities(ids: list[int]) -> list[str]:
    found = Customer.objects.filter(pk__in=ids).values_list("identities__kind", "identities__value")
    return sorted(f"{kind}: {value}" for kind, value in found if kind)
