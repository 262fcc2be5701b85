"""Every change to customers, accounts, segments and saved views."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from nabiz.customers import search
from nabiz.customers.domains import customers_at
from nabiz.customers.erasure import Erased, leave_to_others, needles_of, registered, witnesses
from nabiz.customers.events import (
    AccountChanged,
    CustomerChanged,
    CustomerErased,
    CustomersExported,
    NoteWritten,
    SegmentChanged,
    SegmentCreated,
    SegmentDeleted,
)
from nabiz.customers.filters import parse_filter
from nabiz.customers.groups import note_account_edit
from nabiz.customers.membership import refresh_segment
from nabiz.customers.models import Account, Customer, Merge, SavedView, Segment
from nabiz.customers.profiles import note_edit, show
from nabiz.customers.queries import everybody_in
from nabiz.customers.resting import reasons_to_keep, resting_on_itself
from nabiz.language.folding import search_key
from nabiz.timeline.commands import Actor, announce, forget_customers

LONGEST_NOTE = 20_000
LONGEST_NAME = 200


def refresh_search(ids: Iterable[int]) -> None:
    """Write anew what these customers are found and sorted by; call it after a change of name, account or identity."""
    search.refresh_customers(ids)


def refresh_account_search(ids: Iterable[int]) -> None:
    search.refresh_accounts(ids)


@transaction.atomic
def change_customer(customer: Customer, *, by: Actor, **changes: Any) -> list[str]:
    """Change fields of a customer; returns the names of those that differ now. The same again changes nothing."""
    row = Customer.objects.select_for_update().get(pk=customer.pk)
    traits_before = dict(row.traits)
    changed = _change(row, changes)
    if changed:
        note_edit([row], changed, traits_before, at=timezone.now())
        refresh_search([customer.pk])
        customer.refresh_from_db()
        announce(CustomerChanged(fields=", ".join(changed)), about=customer, by=by)
    return changed


@transaction.atomic
def change_account(account: Account, *, by: Actor, **changes: Any) -> list[str]:
    row = Account.objects.select_for_update().get(pk=account.pk)
    changed = _change(row, changes)
    if changed:
        note_account_edit(row, changed, at=timezone.now())
        refresh_account_search([account.pk])
        account.refresh_from_db()
        if "domain" in changed:
            show(customers_at(account.domain))
        if "name" in changed or "domain" in changed:
            refresh_search(account.customers.values_list("pk", flat=True))
        announce(AccountChanged(fields=", ".join(changed)), by=by, account_id=account.pk)
    return changed


@transaction.atomic
def assign_owner(customer_ids: Iterable[int], owner_id: int | None, *, by: Actor) -> int:
    """Give many customers one owner, or none; returns how many had another."""
    others = Customer.objects.present().filter(pk__in=list(customer_ids)).select_for_update(of=("self",))
    changed = [customer for customer in others if customer.owner_id != owner_id]
    Customer.objects.filter(pk__in=[customer.pk for customer in changed]).update(owner_id=owner_id)
    for customer in changed:
        customer.owner_id = owner_id
    note_edit(changed, ["owner"], at=timezone.now())
    for customer in changed:
        announce(CustomerChanged(fields="owner"), about=customer, by=by)
    return len(changed)


@transaction.atomic
def write_note(customer: Customer, text: str, *, by: Actor) -> None:
    """Keep a private note on the timeline; the customer never sees it."""
    announce(NoteWritten(text=text.strip()[:LONGEST_NOTE]), about=customer, by=by)


@transaction.atomic
def erase_customer(customer: Customer, *, by: Actor | None = None) -> Erased:
    """Forget a person everywhere: whoever was merged into them, identities, events, and what other packages keep.

    The audit trail keeps a number. Raises Customer.DoesNotExist for one who is gone already.
    """
    ids = everybody_in([Customer.objects.select_for_update().get(pk=customer.pk).merged_into_id or customer.pk])
    [(root, everybody)] = ids.items()
    list(Customer.objects.select_for_update().filter(pk__in=everybody).order_by("pk"))
    leave_to_others(everybody)
    needles = needles_of(everybody)
    for look_on_or_erase in (*witnesses(), *registered()):
        look_on_or_erase(everybody, needles)
    events = forget_customers(everybody)
    Merge.objects.filter(Q(customer__in=everybody) | Q(into__in=everybody)).delete()
    Customer.objects.filter(pk__in=everybody).delete()
    announce(CustomerErased(number=root, events=events), by=by)
    return Erased(everybody, needles, events)


@transaction.atomic
def create_segment(name: str, filter: str, *, by: Actor) -> Segment:
    """Keep a filter as a segment that numbers can be grouped by. The same name and filter again gives the same one.

    Raises ValueError where the filter makes no sense; its text is the reason in the reader's language.
    """
    parsed = parse_filter(filter)
    if parsed.problems:
        raise ValueError(" ".join(parsed.problems))
    _one_at_a_time()
    name = " ".join(name.split())[:LONGEST_NAME]
    if same := Segment.objects.filter(name=name, filter=str(parsed)).first():
        return same
    segment = Segment.objects.create(name=name, slug=_free_slug(name), filter=str(parsed), by_id=by.pk)
    refresh_segment(segment)
    announce(SegmentCreated(segment=segment.name), by=by)
    return segment


@transaction.atomic
def change_segment(segment: Segment, name: str, filter: str, *, by: Actor) -> Segment:
    """Give a segment another name or filter; its address stays. Raises ValueError as above, or where it would
    rest on itself."""
    parsed = parse_filter(filter)
    problems = [*parsed.problems, *resting_on_itself(segment, parsed)]
    if problems:
        raise ValueError(" ".join(problems))
    name = " ".join(name.split())[:LONGEST_NAME] or segment.name
    kept = Segment.objects.select_for_update().get(pk=segment.pk)
    if (kept.name, kept.filter) == (name, str(parsed)):
        return kept
    kept.name, kept.filter = name, str(parsed)
    kept.save(update_fields=["name", "filter"])
    refresh_segment(kept)
    announce(SegmentChanged(segment=kept.name), by=by)
    return kept


@transaction.atomic
def delete_segment(segment: Segment, *, by: Actor) -> None:
    """Raises ValueError, with a sentence that names them, where others rest on it."""
    _one_at_a_time()
    if reasons := reasons_to_keep(segment):
        raise ValueError(" ".join(reasons))
    deleted, _ = Segment.objects.filter(pk=segment.pk).delete()
    if deleted:
        announce(SegmentDeleted(segment=segment.name), by=by)


@transaction.atomic
def save_view(name: str, query: str, *, by: Actor) -> SavedView:
    """Keep a way to look at the list, under a name of the member's own; the same name again replaces it."""
    _one_at_a_time()
    name = " ".join(name.split())[:LONGEST_NAME]
    # After a renaming, two may have one name.
    view = SavedView.objects.filter(member_id=by.pk, name=name).order_by("pk").first()
    view = view or SavedView(member_id=by.pk, name=name)
    view.query = query
    view.save()
    return view


def rename_view(view: SavedView, name: str, *, by: Actor) -> SavedView:
    view.name = " ".join(name.split())[:LONGEST_NAME] or view.name
    view.save(update_fields=["name"])
    return view


def delete_view(view: SavedView, *, by: Actor) -> None:
    view.delete()


@transaction.atomic
def note_export(rows: int, *, by: Actor) -> None:
    """Taking rows out is no change, but it belongs on the audit trail."""
    announce(CustomersExported(rows=rows), by=by)


def _change(row: Customer | Account, changes: dict[str, Any]) -> list[str]:
    changed: Sequence[str] = [name for name, value in changes.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, changes[name])
    row.save(update_fields=list(changed))
    return sorted(name.removesuffix("_id") for name in changed)


def _one_at_a_time() -> None:
    """A double click must not make two of a name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('nabiz.customers.names'))")


def _free_slug(name: str) -> str:
    base = slugify(search_key(name))[:40] or "segment"
    taken = set(Segment.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in _numbered(base) if slug not in taken)


def _numbered(base: str) -> Iterable[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1
