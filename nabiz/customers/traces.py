"""What of a customer may lead to another record of the same person, and the keys under which both would be found."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from nabiz.customers.models import Customer, Identity, Tie
from nabiz.customers.names import words_of_name
from nabiz.customers.normalise import is_role_address, mailbox_of
from nabiz.language.folding import search_key

PLACES = frozenset({"address", "adres", "street", "street_address", "teslimat_adresi", "shipping_address"})
BIRTHS = frozenset({"birthday", "birth_date", "birthdate", "date_of_birth", "dogum_tarihi", "doğum_tarihi"})
LONGEST_KEY = 120
SHORTEST_MAILBOX = 5
SHORTEST_PLACE = 10


@dataclass
class Traces:
    """One customer as they are compared. Contacts may be shared with others: told is not owned."""

    pk: int
    name: tuple[str, ...]
    account_id: int | None
    shown_name: str = ""
    mails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    devices: set[str] = field(default_factory=set)
    place: str = ""
    birth: str = ""

    @property
    def mailboxes(self) -> dict[str, str]:
        return {mailbox_of(mail): mail for mail in sorted(self.mails) if not is_role_address(mail)}


def traces_of(customers: Sequence[Customer]) -> list[Traces]:
    found = {each.pk: _traces(each) for each in customers}
    for pk, kind, value in _contacts(found):
        if kind == Identity.Kind.EMAIL:
            found[pk].mails.add(value)
        elif kind == Identity.Kind.PHONE:
            found[pk].phones.add(value)
        elif kind == Identity.Kind.ANONYMOUS_ID:
            found[pk].devices.add(value)
    return list(found.values())


def keys_of(traces: Traces) -> Iterator[str]:
    """Two records of one person share at least one of these, save where nothing about them is alike."""
    yield from (f"phone {phone[-10:]}" for phone in traces.phones)
    yield from (f"device {device}"[:LONGEST_KEY] for device in traces.devices)
    if traces.place:
        yield f"place {traces.place}"[:LONGEST_KEY]
    for mailbox in traces.mailboxes:
        yield f"mail {mailbox}"
        local = "".join(letter for letter in search_key(mailbox.partition("@")[0]) if letter.isalpha())
        if len(local) >= SHORTEST_MAILBOX:
            yield f"called {local}"
    if len(traces.name) > 1:
        yield name_key(traces)
        yield f"called {''.join(traces.name)}"[:LONGEST_KEY]
        yield f"short {traces.name[0][0]} {_skeleton(traces.name[-1])}"[:LONGEST_KEY]
        if traces.account_id:
            yield f"account {traces.account_id} {_skeleton(traces.name[-1])}"[:LONGEST_KEY]


def name_key(traces: Traces) -> str:
    return f"name {' '.join(sorted(traces.name))}"[:LONGEST_KEY] if len(traces.name) > 1 else ""


def _traces(customer: Customer) -> Traces:
    texts = {search_key(name): value for name, value in customer.traits.items() if isinstance(value, str)}
    place = next((search_key(texts[name]) for name in sorted(PLACES) if texts.get(name)), "")
    birth = next((texts[search_key(name)] for name in sorted(BIRTHS) if texts.get(search_key(name))), "")
    return Traces(
        pk=customer.pk,
        name=words_of_name(customer.name),
        account_id=customer.account_id,
        shown_name=customer.name,
        place="".join(letter for letter in place if letter.isalnum()) if len(place) >= SHORTEST_PLACE else "",
        birth=birth.strip()[:10],
    )


def _contacts(customers: Iterable[int]) -> Iterator[tuple[int, str, str]]:
    """What is listed with them, and what they were said to have although it is listed with another."""
    pks = list(customers)
    own = Identity.objects.filter(customer__in=pks, is_hearsay=False)
    yield from own.values_list("customer_id", "kind", "value")
    told = Tie.objects.filter(Q(one__customer__in=pks), cut_at=None, other__is_hearsay=False)
    yield from told.values_list("one__customer_id", "other__kind", "other__value")
    used = Tie.objects.filter(other__customer__in=pks, cut_at=None, other__kind=Identity.Kind.ANONYMOUS_ID)
    shared: dict[int, set[str]] = defaultdict(set)
    for pk, value in used.values_list("other__customer_id", "other__value"):
        shared[pk].add(value)
    yield from ((pk, Identity.Kind.ANONYMOUS_ID.value, value) for pk, values in shared.items() for value in values)


def _skeleton(word: str) -> str:
    """Vowels are what is misheard; doubled letters are what is mistyped."""
    kept = word[:1] + "".join(letter for letter in word[1:] if letter not in "aeiou")
    return "".join(letter for at, letter in enumerate(kept) if at == 0 or letter != kept[at - 1])
