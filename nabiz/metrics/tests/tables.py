"""The same small timelines in the tables of the database, for the engine that reads those."""

from decimal import Decimal

from nabiz.customers.models import Account, Customer, Segment
from nabiz.timeline.models import Event

OF_THE_ROW = {field.name for field in Event._meta.fields}


def insert_events(rows):
    Event.objects.bulk_create(
        Event(
            facts={name: _plain(value) for name, value in row.items() if name not in OF_THE_ROW and value is not None},
            **{name: value for name, value in row.items() if name in OF_THE_ROW and name != "id"},
        )
        for row in rows
    )


def insert_customers(rows):
    """Those of an earlier call go, as the file of a dimension is replaced whole."""
    Customer.objects.all().delete()
    accounts = {account for _id, _canonical, account, *_ in rows if account is not None}
    Account.objects.bulk_create([Account(pk=each, name=f"Account {each}") for each in accounts], ignore_conflicts=True)
    for number, canonical, account, language, country in sorted(rows, key=lambda row: row[0] != row[1]):
        into = canonical if canonical != number else None
        if into is not None:
            Customer.objects.get_or_create(pk=into)
        its = {"account_id": account, "language": language, "country": country, "merged_into_id": into}
        Customer.objects.update_or_create(pk=number, defaults=its)


def insert_segments(members):
    """A segment is a filter, so whoever is in it gets a trait that it asks for."""
    Segment.objects.all().delete()
    Customer.objects.update(traits={})
    for name in members:
        Segment.objects.create(slug=name, name=name, filter=f"trait.segment={name}")
    for number in {each for customers in members.values() for each in customers}:
        mine = [name for name, customers in members.items() if number in customers]
        Customer.objects.update_or_create(pk=number, defaults={"traits": {"segment": mine}})


def insert_memberships(stretches):
    for number, slug, since, until in stretches:
        segment, _ = Segment.objects.get_or_create(slug=slug, defaults={"name": slug, "filter": "trait.x=y"})
        customer, _ = Customer.objects.get_or_create(pk=number)
        segment.memberships.create(customer=customer, since=since, until=until)


def _plain(value):
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
