"""Who is it? Recognise customers by what messages say about them."""

from collections.abc import Sequence

from django.db import transaction

from nabiz.customers.claims import Claim, Known
from nabiz.customers.commands import refresh_search
from nabiz.customers.events import CustomerMerged
from nabiz.customers.ledger import Ledger
from nabiz.customers.models import Customer
from nabiz.customers.persons import Settled, one_at_a_time, settle
from nabiz.customers.profiles import learn, show
from nabiz.customers.sayings import Sayings, primary_of
from nabiz.timeline.commands import announce


@transaction.atomic
def resolve(claims: Sequence[Claim]) -> list[Known]:
    """Whom each claim is about, in the order given; customers are made as needed, in a handful of statements.

    Harmless when repeated, and the same in any order. `customer_id` is the side of the person that the claim came to,
    so that a merge can be taken back: write events to it, and read them through `queries.everybody_in`.
    """
    sayings = Sayings.of(claims)
    ledger = Ledger.of(sayings)
    if ledger.has_news(sayings):
        one_at_a_time()
        ledger = Ledger.of(sayings)
        settled = settle(ledger.write(sayings))
    else:
        settled = Settled()
    sides = [_side(claim, ledger) for claim in claims]
    learnt = learn(list(zip(claims, sides, strict=True)))
    people = _people({*learnt.sides, *ledger.newcomers, *ledger.earlier, *settled.people})
    show(set(people.values()))
    refresh_search(set(people.values()) - ledger.only_devices)
    _announce(settled, ledger)
    return _known(sides, learnt.news)


def identify(claim: Claim) -> Known:
    return resolve([claim])[0]


def _side(claim: Claim, ledger: Ledger) -> int:
    key = primary_of(claim)
    return ledger.side(key) if key else ledger.nobody(claim.at)


def _people(sides: set[int]) -> dict[int, int]:
    rows = Customer.objects.filter(pk__in=sides).values_list("pk", "merged_into")
    return {pk: root or pk for pk, root in rows}


def _known(sides: Sequence[int], news: dict[int, list[str]]) -> list[Known]:
    rows = (
        Customer.objects.filter(pk__in=set(sides)).select_related("merged_into").only("account", "merged_into__account")
    )
    people = {row.pk: row.merged_into or row for row in rows}
    return [Known(pk, people[pk].account_id, news.get(index, []), people[pk].pk) for index, pk in enumerate(sides)]


def _announce(settled: Settled, ledger: Ledger) -> None:
    """Two who were known apart turned out to be one. That a device is a user's is no such news."""
    known_before = [(one, root) for one, root in settled.joined if one not in ledger.newcomers]
    if not known_before:
        return
    rows = Customer.objects.in_bulk({root for _, root in known_before})
    for one, root in known_before:
        if reason := ledger.reason_for(one):
            announce(CustomerMerged(other=one, reason=reason), about=rows[root])
