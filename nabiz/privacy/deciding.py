"""Whether a person may be contacted, from what they said, what bounced and what the company has settled."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nabiz.customers.addresses import addresses_of, roots_of
from nabiz.customers.queries import everybody_in
from nabiz.privacy.hashing import keyed_hash
from nabiz.privacy.models import Consent, Policy, Suppression
from nabiz.privacy.purposes import ADDRESS_OF, DEFAULTS, Basis, Blocked, Purpose, Way

REASONS: dict[str, Promise] = {
    "consent_given": _("They agreed to it."),
    "interest": _("Legitimate interest, and they have not objected."),
    "contract": _("The service needs it, and they have not objected."),
    "withdrawn": _("They no longer want it."),
    "no_consent": _("They have not agreed, and the company asks for consent first."),
    "bounce": _("Messages to this address come back."),
    "complaint": _("They reported a message as spam."),
    "no_address": _("No address is known for this channel."),
    "unknown": _("This customer is not known, or was erased."),
}


@dataclass(frozen=True)
class Decision:
    """Whether to contact somebody, where, and the reason. `consent` is the row that decided, if one did."""

    allowed: bool
    reason: str
    address: str = ""
    consent: Consent | None = None

    @property
    def sentence(self) -> str:
        return str(REASONS[self.reason])


UNKNOWN = Decision(False, "unknown")


@dataclass
class Known:
    """What is known about one person, everybody who was merged into them included."""

    said: dict[str, Consent] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)

    def last_word(self, address: str) -> Consent | None:
        """The newest of what they said about this address and about all of them."""
        words = [word for each in {"", address} if (word := self.said.get(each))]
        return max(words, key=lambda word: (word.at, word.pk), default=None)


def basis_of(purpose: str) -> Basis:
    kept = Policy.objects.filter(purpose=purpose).values_list("basis", flat=True).first()
    return Basis(kept) if kept else DEFAULTS[Purpose(purpose)]


def decide(
    customer_ids: Iterable[int], purpose: str, channel: str, *, at: datetime, address: str = ""
) -> dict[int, Decision]:
    """A decision for each customer, in a handful of queries however many they are."""
    wanted = list(dict.fromkeys(customer_ids))
    roots = roots_of(wanted)
    known = _known(everybody_in(set(roots.values())), purpose, channel, at)
    if address:
        known = {root: Known(about.said, [address]) for root, about in known.items()}
    blocked = _blocked(known.values(), purpose, channel)
    basis = basis_of(purpose)
    return {
        each: _decision(known[roots[each]], channel, basis, blocked) if each in roots else UNKNOWN for each in wanted
    }


def _known(people: dict[int, list[int]], purpose: str, channel: str, at: datetime) -> dict[int, Known]:
    root_of = {each: root for root, everybody in people.items() for each in everybody}
    known = {root: Known() for root in people}
    words = Consent.objects.filter(customer_id__in=list(root_of), purpose=purpose, channel=channel, at__lte=at)
    for word in words.order_by("customer_id", "address", "-at", "-pk").distinct("customer_id", "address"):
        said = known[root_of[word.customer_id]].said
        before = said.get(word.address)
        if before is None or (word.at, word.pk) > (before.at, before.pk):
            said[word.address] = word
    if kind := ADDRESS_OF.get(Way(channel)):
        for customer_id, value in addresses_of(root_of, kind):
            known[root_of[customer_id]].addresses.append(value)
    return known


def _blocked(known: Iterable[Known], purpose: str, channel: str) -> dict[str, str]:
    """Addresses that take nothing, with the reason. What the service needs still goes to who complained of a mail."""
    kept = defaultdict(set)
    for address_hash, why in Suppression.objects.filter(channel=channel).values_list("address_hash", "why"):
        if why == Blocked.BOUNCE or purpose != Purpose.SERVICE:
            kept[address_hash].add(why)
    if not kept:
        return {}
    addresses = {address for about in known for address in about.addresses}
    return {address: min(kept[its]) for address in addresses if (its := keyed_hash(address)) in kept}


def _decision(known: Known, channel: str, basis: Basis, blocked: dict[str, str]) -> Decision:
    """The first address that may be used; where none may, what speaks against the first."""
    addresses: Sequence[str] = known.addresses if Way(channel) in ADDRESS_OF else [""]
    decisions = [_about_address(known, each, basis, blocked.get(each, "")) for each in addresses]
    return next((each for each in decisions if each.allowed), decisions[0] if decisions else Decision(False, _NONE))


_NONE = "no_address"


def _about_address(known: Known, address: str, basis: Basis, blocked: str) -> Decision:
    word = known.last_word(address)
    if word and not word.is_given:
        return Decision(False, "withdrawn", address, word)
    if blocked:
        return Decision(False, blocked, address, word)
    if word:
        return Decision(True, "consent_given", address, word)
    if basis == Basis.CONSENT:
        return Decision(False, "no_consent", address)
    return Decision(True, str(basis.value), address)
