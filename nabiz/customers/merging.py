"""What a member knows better: that two customers are one person, that they are not, that an address is shared."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nabiz.customers.commands import refresh_search
from nabiz.customers.events import CustomerMerged, CustomerParted, IdentityJudged
from nabiz.customers.models import Customer, Identity, Merge, Tie
from nabiz.customers.persons import Settled, one_at_a_time, settle
from nabiz.customers.profiles import show
from nabiz.timeline.commands import Actor, announce


@transaction.atomic
def merge_customers(customer: Customer, *, into: Customer, by: Actor | None = None, reason: str = "") -> Merge | None:
    """Make one customer of two: what is known of the first fills the gaps of the second. None where that was done.

    Each keeps its own events, identities and what was said of it, so that `unmerge` brings both back as they would be.
    """
    one_at_a_time()
    if customer.pk == into.pk:
        return None
    was_one = _root(customer) == _root(into)
    merge, is_new = Merge.objects.get_or_create(
        customer=customer, into=into, defaults={"by_id": by.pk if by else None, "reason": reason}
    )
    if not is_new:
        return None
    _after(settle((), {customer.pk, into.pk}))
    if not was_one:
        announce(CustomerMerged(other=customer.pk, reason=reason), about=_standing(into), by=by)
    return merge


@transaction.atomic
def unmerge(customer: Customer, *, into: Customer | None = None, by: Actor | None = None) -> Customer:
    """Let one side of a person stand for itself again, with whatever came to it before and since.

    Takes back the merges that brought it, or the one into `into`. Where no member merged it, what sources said is
    overruled instead.
    """
    one_at_a_time()
    root = _root(customer)
    merges = Merge.objects.filter(customer=customer, **({"into": into} if into else {}))
    sides = set(merges.values_list("into", flat=True))
    if not merges.delete()[0] and not _cut(customer, root, by):
        return customer
    _after(settle((), {customer.pk, root, *sides}))
    customer.refresh_from_db()
    announce(CustomerParted(other=customer.pk), about=Customer.objects.get(pk=root), by=by)
    return customer


@transaction.atomic
def judge_identity(identity: Identity, *, is_shared: bool | None, by: Actor) -> Identity:
    """Say that several people use an address, so that it joins nobody, or that it is one person's.

    None takes the verdict back; the rules decide again.
    """
    one_at_a_time()
    if not Identity.objects.filter(pk=identity.pk).exclude(_same(is_shared)).update(is_shared=is_shared):
        return identity
    _after(settle({identity.pk}))
    identity.refresh_from_db()
    verdict = {True: "shared", False: "personal", None: "left to the rules"}[is_shared]
    announce(IdentityJudged(identity=identity.kind, verdict=verdict), about=identity.customer, by=by)
    return identity


def _after(settled: Settled) -> None:
    rows = Customer.objects.filter(pk__in=settled.people).values_list("pk", "merged_into")
    people = {root or pk for pk, root in rows}
    show(people)
    refresh_search(people)


def _same(is_shared: bool | None) -> Q:
    return Q(is_shared__isnull=True) if is_shared is None else Q(is_shared=is_shared)


def _root(customer: Customer) -> int:
    """Asked after the lock was had: what the caller read may be old."""
    found = Customer.objects.values_list("merged_into", flat=True).get(pk=customer.pk)
    return found or customer.pk


def _standing(customer: Customer) -> Customer:
    return Customer.objects.get(pk=_root(customer))


def _cut(customer: Customer, root: int, by: Actor | None) -> int:
    """Overrule every tie between this side and the rest of the person."""
    within = Tie.objects.filter(cut_at=None, one__customer=root, other__customer=root)
    own = Identity.objects.filter(origin=customer)
    out, into = Q(one__in=own) & ~Q(other__in=own), Q(other__in=own) & ~Q(one__in=own)
    ties = list(within.filter(out | into).values_list("pk", flat=True))
    return Tie.objects.filter(pk__in=ties).update(cut_at=timezone.now(), cut_by_id=by.pk if by else None)
