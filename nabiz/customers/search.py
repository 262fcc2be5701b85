"""The folded text that customers and accounts are found by, and their place in each alphabet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db import connection
from django.db.models import Q

from nabiz.customers.models import NAMELESS, Account, Customer, Identity
from nabiz.language.folding import search_key
from nabiz.language.sorting import sort_key

AT_A_TIME = 2_000
FOUND_BY = (Identity.Kind.EMAIL, Identity.Kind.PHONE, Identity.Kind.HANDLE, Identity.Kind.USER_ID)
CALLED = (Identity.Kind.EMAIL, Identity.Kind.HANDLE, Identity.Kind.PHONE)  # what stands for a missing name
MOST_WORDS = 12
SHORTEST_INDEXED = 2
FEWEST_DIGITS = 5  # from here on a row of digits is meant as a telephone number


def refresh_customers(ids: Iterable[int]) -> None:
    for some in _batches(ids):
        _write(
            "customers_customer", [(pk, *keys_of(name, account, its)) for pk, name, account, its in _customers(some)]
        )


def refresh_accounts(ids: Iterable[int]) -> None:
    for some in _batches(ids):
        found = Account.objects.filter(pk__in=some).values_list("pk", "name", "domain", "key")
        _write("customers_account", [(pk, *_keys(name, [name, domain, key or ""])) for pk, name, domain, key in found])


def words_of(query: str) -> list[str]:
    """What each found text must contain. A telephone number is one word, however it was grouped or prefixed."""
    digits = "".join(letter for letter in query if letter.isdigit())
    if len(digits) >= FEWEST_DIGITS and all(letter.isdigit() or letter in " +-()./" for letter in query.strip()):
        return [digits.lstrip("0") or digits]
    return search_key(query.replace("\x00", " ")).split()[:MOST_WORDS]


def has_index_for(query: str) -> bool:
    """Whether the index finds this without reading most of the table."""
    return any(len(word) >= SHORTEST_INDEXED for word in words_of(query))


def found_by(query: str) -> Q:
    """Customers or accounts whose search text contains every word of the query.

    The index knows three signs in a row. One or two letters are looked for where a word begins: the blank before it is
    the third sign, and "al" means Ali rather than Kemal.
    """
    condition = Q()
    for word in words_of(query):
        is_long = len(word) > SHORTEST_INDEXED
        condition &= (
            Q(search__contains=word) if is_long else Q(search__startswith=word) | Q(search__contains=f" {word}")
        )
    return condition


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(set(ids))
    return (ordered[at : at + AT_A_TIME] for at in range(0, len(ordered), AT_A_TIME))


def _customers(ids: Sequence[int]) -> list[tuple[int, str, str, list[tuple[str, str]]]]:
    identities = defaultdict(list)
    for customer_id, kind, value in Identity.objects.filter(customer_id__in=ids, kind__in=FOUND_BY).values_list(
        "customer_id", "kind", "value"
    ):
        identities[customer_id].append((kind, value))
    named = Customer.objects.filter(pk__in=ids).values_list("pk", "name", "account__name")
    return [(pk, name, account or "", identities[pk]) for pk, name, account in named]


def keys_of(name: str, account: str, identities: Sequence[tuple[str, str]]) -> tuple[str, str, str]:
    """The folded text that a customer is found by, and their place in the Turkish and in the English alphabet."""
    identities = sorted((kind, value) for kind, value in identities if kind in FOUND_BY)
    called = name or next((value for kind in CALLED for its, value in identities if its == kind), "")
    values = [_digits(value) if kind == Identity.Kind.PHONE else value for kind, value in identities]
    return _keys(called, [name, account, *values])


def _keys(name: str, texts: Iterable[str]) -> tuple[str, str, str]:
    found_by = search_key(" ".join(text for text in texts if text))
    return found_by, sort_key(name, "tr") or NAMELESS, sort_key(name, "en") or NAMELESS


def _digits(phone: str) -> str:
    return "".join(letter for letter in phone if letter.isdigit())


def _write(table: str, rows: list[tuple[int, str, str, str]]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS it SET search = new.search, sort_tr = new.tr, sort_en = new.en "  # noqa: S608  our own names
            "FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS new (id, search, tr, en) "
            "WHERE it.id = new.id "
            "AND (it.search, it.sort_tr, it.sort_en) IS DISTINCT FROM (new.search, new.tr, new.en)",
            [list(column) for column in zip(*rows, strict=True)],
        )
