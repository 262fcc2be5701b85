"""Who is it? Recognise customers by what messages say about them, make two of them one, and part them again."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Q

from nabiz.customers.claims import Claim, Known
from nabiz.customers.commands import refresh_search
from nabiz.customers.directory import Directory, Person, Raced
from nabiz.customers.events import CustomerMerged, CustomerParted
from nabiz.customers.models import Customer, Identity, Merge
from nabiz.customers.profiles import Learnt, learn
from nabiz.customers.recognition import recognise
from nabiz.timeline.commands import Actor, announce

TRIES = 5
BLANKS = ("name", "account_id", "owner_id", "language", "country")


def resolve(claims: Sequence[Claim]) -> list[Known]:
    """Whom each claim is about, in the order given; customers are made as needed, in a handful of statements.

    Harmless when repeated, and safe beside other transactions that do the same.
    """
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                return _resolve(claims)
        except (Raced, IntegrityError):
            if attempt == TRIES - 1:
                raise
    raise AssertionError


def identify(claim: Claim) -> Known:
    return resolve([claim])[0]


@transaction.atomic
def merge_customers(customer: Customer, *, into: Customer, by: Actor | None = None, reason: str = "") -> Merge | None:
    """Make one customer of two. Their identities move over, gaps are filled; None where they are one already."""
    gone, kept = _lock_roots(customer, into)
    if gone == kept:
        return None
    moving = list(Identity.objects.filter(customer=gone).order_by("id").values_list("pk", flat=True))
    merge = Merge.objects.create(
        customer=gone, into=kept, by_id=by.pk if by else None, reason=reason, identities=moving
    )
    Identity.objects.filter(pk__in=moving).update(customer=kept)
    Customer.objects.filter(Q(pk=gone.pk) | Q(merged_into=gone)).update(merged_into=kept)
    _fill_gaps(kept, gone)
    refresh_search([gone.pk, kept.pk])
    announce(CustomerMerged(other=gone.pk, reason=reason), about=kept, by=by)
    return merge


@transaction.atomic
def unmerge(customer: Customer, *, by: Actor | None = None) -> Customer:
    """Let an absorbed customer stand for themselves again, with the identities that they brought.

    Events that came in between stay with the customer they were written to.
    """
    merge = Merge.objects.select_for_update().filter(customer=customer).first()
    if merge is None:
        return customer
    root = Customer.objects.select_for_update(of=("self",)).get(absorbed=customer)
    merge.delete()
    Customer.objects.filter(pk__in=_absorbed_by(customer)).update(merged_into=customer)
    Customer.objects.filter(pk=customer.pk).update(merged_into=None)
    Identity.objects.filter(pk__in=merge.identities, customer=root).update(customer=customer)
    refresh_search([customer.pk, root.pk])
    customer.refresh_from_db()
    announce(CustomerParted(other=customer.pk), about=root, by=by)
    return customer


def _resolve(claims: Sequence[Claim]) -> list[Known]:
    directory = Directory.of(claims)
    # Most claims repeat one before them word for word; a plain one can then teach nothing new.
    seen: dict[tuple[str, str, bool], Person] = {}
    people: list[Person] = []
    for claim in claims:
        said = (claim.user_id, claim.anonymous_id, claim.is_verified)
        person = seen.get(said) if claim.is_plain else None
        if person is None:
            person = seen[said] = recognise(claim, directory)
        people.append(person)
    directory.write()
    for gone, kept, reason in directory.merges:
        merge_customers(_row(gone), into=_row(kept), reason=reason)
    learnt = learn([(claim, _pk(person.root)) for claim, person in zip(claims, people, strict=True)])
    refresh_search({*learnt.customers, *(p.pk for p in directory.newcomers if p.pk and p.user_ids)})
    return [_known(index, person.root, learnt) for index, person in enumerate(people)]


def _known(index: int, person: Person, learnt: Learnt) -> Known:
    pk = _pk(person)
    return Known(pk, learnt.accounts.get(pk, person.account_id), learnt.news.get(index, []))


def _pk(person: Person) -> int:
    assert person.pk is not None
    return person.pk


def _row(person: Person) -> Customer:
    return Customer(pk=person.pk)


def _lock_roots(*customers: Customer) -> list[Customer]:
    """Those that the given ones stand as now, locked in one order, so that no two merges cross."""
    ids = [customer.pk for customer in customers]
    while True:
        roots = dict(Customer.objects.filter(pk__in=ids).values_list("pk", "merged_into"))
        ids = [roots[pk] or pk for pk in ids]
        locked = Customer.objects.select_for_update().order_by("pk").in_bulk(ids)
        if all(customer.merged_into_id is None for customer in locked.values()):
            return [locked[pk] for pk in ids]


def _fill_gaps(kept: Customer, gone: Customer) -> None:
    for name in BLANKS:
        setattr(kept, name, getattr(kept, name) or getattr(gone, name))
    kept.traits = {**gone.traits, **kept.traits}
    kept.since = min(kept.since, gone.since)
    kept.save(update_fields=[*BLANKS, "traits", "since"])


def _absorbed_by(customer: Customer) -> list[int]:
    """Everyone who came into the customer before they were merged themselves, over any number of steps."""
    found: list[int] = []
    level = [customer.pk]
    while level:
        level = list(Merge.objects.filter(into_id__in=level).values_list("customer_id", flat=True))
        found += level
    return found
