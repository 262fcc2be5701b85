"""Answers about customers: who may be seen, lists page by page, and who belongs together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language

from nabiz.customers.filters import CustomerFilter, parse_filter
from nabiz.customers.membership import members_at, memberships_of
from nabiz.customers.models import Account, Customer, Identity, Merge, SavedView, Segment, Tie
from nabiz.customers.search import found_by, has_index_for
from nabiz.kernel.paging import Page, pack, unpack
from nabiz.language.sorting import sort_key
from nabiz.language.suffixes import dative
from nabiz.timeline.commands import Actor

N = TypeVar("N", Segment, SavedView)

COUNT_LIMIT = 10_000
ROWS = 50
NEWEST = "newest"
BY_NAME = "name"
SORTS = (BY_NAME, NEWEST)


@dataclass(frozen=True)
class Count:
    """How many there are: exactly, up to a limit beyond which nobody counts by hand."""

    n: int
    is_exact: bool = True


def visible_customers(member: Actor) -> QuerySet[Customer]:
    """Every member who may see customers sees all of them; a merged one is seen through the one it became."""
    return Customer.objects.present()


def visible_accounts(member: Actor) -> QuerySet[Account]:
    return Account.objects.all()


def visible_segments(member: Actor) -> QuerySet[Segment]:
    return Segment.objects.all()


def segment_slugs() -> list[str]:
    """What segments are called in addresses and on the command line."""
    return list(Segment.objects.values_list("slug", flat=True))


def segment_names() -> dict[str, str]:
    """The name of each segment by what it is called in addresses, in the order of the names."""
    return {each.slug: each.name for each in by_name(Segment.objects.all())}


def in_segment(slug: str, at: datetime | None = None) -> QuerySet[Customer]:
    """Who is in a segment this instant; with `at`, who was in it then, as far back as it is kept. Nobody for one
    that does not exist."""
    segment = Segment.objects.filter(slug=slug).first()
    if segment is None:
        return Customer.objects.none()
    return customers_matching(segment.filter) if at is None else Customer.objects.filter(pk__in=members_at(segment, at))


def segments_of(customer: Customer) -> list[Segment]:
    """The segments that a customer is in, as last counted, in the order of their names."""
    return by_name(membership.segment for membership in memberships_of(customer.pk))


def by_name(named: Iterable[N]) -> list[N]:
    """A handful of named things in the alphabet of whoever reads."""
    language = (get_language() or "en")[:2]
    return sorted(named, key=lambda each: sort_key(each.name, language))


def own_views(member: Actor) -> QuerySet[SavedView]:
    return SavedView.objects.filter(member_id=member.pk)


def customers_matching(text: str) -> QuerySet[Customer]:
    """The customers that a filter means, written as in the address of the list; none where it makes no sense."""
    return Customer.objects.present().filter(parse_filter(text).condition())


def page_of_customers(
    found: QuerySet[Customer], *, sort: str, language: str, after: str = "", rows: int = ROWS, query: str = ""
) -> Page[Customer]:
    """Rows in the order of names as `language` has it, or newest first. `query`: the words that were searched for.

    Who is found by a name stands together in the order of names. The planner takes the matches for spread evenly and
    would walk half a million rows to the letter I for "ışık"; sorting what was found is ten times as fast.
    """
    column = "since" if sort == NEWEST else _name_column(language)
    by_name = Concat(column, Value("")) if has_index_for(query) else column
    ordered = found.order_by("-since", "-id") if sort == NEWEST else found.order_by(by_name, "id")
    ordered = ordered.filter(_beyond(column, after, descending=sort == NEWEST))
    several = list(ordered.select_related("account", "owner")[: rows + 1])
    return _page(several, rows, column)


def page_of_accounts(found: QuerySet[Account], *, language: str, after: str = "", rows: int = ROWS) -> Page[Account]:
    column = _name_column(language)
    ordered = found.order_by(column, "id").filter(_beyond(column, after, descending=False))
    return _page(list(ordered.select_related("owner")[: rows + 1]), rows, column)


def count_of(found: QuerySet[Any], limit: int = COUNT_LIMIT) -> Count:
    n = found.order_by()[: limit + 1].count()
    return Count(min(n, limit), is_exact=n <= limit)


def accounts_found_by(member: Actor, query: str) -> QuerySet[Account]:
    return visible_accounts(member).filter(found_by(query))


def customers_found_by(member: Actor, query: str) -> QuerySet[Customer]:
    return visible_customers(member).filter(CustomerFilter(q=query).condition())


def one_person(customer_id: int) -> list[int]:
    """The customer and everybody who was merged into it, in as many steps as it took."""
    return everybody_in([customer_id])[customer_id]


def everybody_in(customer_ids: Iterable[int]) -> dict[int, list[int]]:
    """The same for many customers at once: each with the ids that its events may carry."""
    people: dict[int, list[int]] = {each: [] for each in customer_ids}
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE same AS (SELECT id AS root, id FROM unnest(%s::bigint[]) AS id UNION "
            "SELECT same.root, it.id FROM customers_customer it JOIN same ON it.merged_into_id = same.id) "
            "SELECT root, id FROM same",
            [list(people)],
        )
        for root, each in cursor.fetchall():
            people[root].append(each)
    return people


def became(member: Actor, customer_id: int) -> int | None:
    """Whom a merged customer stands as now; None for one who stands for themselves."""
    return Customer.objects.filter(pk=customer_id).values_list("merged_into", flat=True).first()


def whom(customer: Customer) -> str:
    """The name as the object of a sentence, which Turkish marks at its end."""
    return dative(str(customer)) if (get_language() or "").startswith("tr") else str(customer)


def merges_of(customer: Customer) -> QuerySet[Merge]:
    """What members merged to make this person, newest first; each can be taken back."""
    everybody = one_person(customer.pk)
    merges = Merge.objects.filter(customer__in=everybody, into__in=everybody)
    return merges.select_related("by", "customer", "into").order_by("-merged_at", "-pk")


def contacts_of(customer: Customer) -> list[Identity]:
    """Addresses that the person was said to have and that are listed with another, because several people have them."""
    told = Tie.objects.filter(one__customer=customer, cut_at=None).exclude(other__customer=customer)
    kinds = (Identity.Kind.EMAIL, Identity.Kind.PHONE)
    return list(Identity.objects.filter(pk__in=told.values("other"), kind__in=kinds).order_by("kind", "value"))


def _name_column(language: str) -> str:
    return "sort_tr" if language.startswith("tr") else "sort_en"


def _beyond(column: str, cursor: str, *, descending: bool) -> Q:
    """Rows after the last one seen. The first condition alone is what the index can begin at."""
    key = unpack(cursor, str, int)
    if key is None:
        return Q()
    value, number = key
    if column == "since" and not _is_moment(str(value)):
        return Q()
    step, edge = ("lt", "lte") if descending else ("gt", "gte")
    tie = Q(**{column: value, f"id__{step}": number})
    return Q(**{f"{column}__{edge}": value}) & (Q(**{f"{column}__{step}": value}) | tie)


def _is_moment(text: str) -> bool:
    try:
        return (moment := parse_datetime(text)) is not None and moment.tzinfo is not None
    except ValueError:
        return False


def _page(several: list[Any], rows: int, column: str) -> Page[Any]:
    shown = several[:rows]
    if len(several) <= rows:
        return Page(shown)
    value = getattr(shown[-1], column)
    return Page(shown, pack(value.isoformat() if column == "since" else value, shown[-1].pk))
