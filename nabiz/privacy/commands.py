"""Write down what a person agreed to or took back, which addresses take nothing, and the policy of the company."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nabiz.customers.addresses import known_by, lock_customer
from nabiz.customers.normalise import email_of, phone_of
from nabiz.privacy.events import ConsentGiven, ConsentWithdrawn, PolicyChanged
from nabiz.privacy.hashing import keyed_hash, plain_address
from nabiz.privacy.models import Consent, Policy, Suppression
from nabiz.privacy.purposes import ADDRESS_OF, Basis, Blocked, Purpose, Recipient, Source, Way
from nabiz.timeline.commands import About, Actor, Draft, announce, append_events

AT_ONCE = 1_000
LONGEST_TEXT = 20_000
Key = tuple[int, str, str, str, bool, datetime]


@dataclass(frozen=True)
class Proof:
    """What the person saw and from where they answered. Address and browser are kept as keyed hashes only."""

    text: str = ""
    version: str = ""
    ip: str = ""
    agent: str = ""


@dataclass(frozen=True)
class ConsentRow:
    """One line of a consent list. `who` is an e-mail address, a phone number or a user id."""

    who: str
    purpose: str
    channel: str
    is_given: bool
    at: datetime
    source: str = Source.ELECTRONIC
    recipient: str = Recipient.PRIVATE
    proof: Proof = field(default_factory=Proof)


@dataclass
class Recorded:
    """What became of a list: rows that were new, rows known before, and the others by place in the list and reason."""

    new: int = 0
    same: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def record_consent(
    customer: About,
    purpose: str,
    channel: str,
    *,
    is_given: bool,
    source: str,
    at: datetime | None = None,
    address: str = "",
    recipient: str = Recipient.PRIVATE,
    proof: Proof | None = None,
    by: Actor | None = None,
    reason: str = "",
) -> Consent:
    """Write down that a person agreed, or took it back. Saying the same again without new proof changes nothing."""
    lock_customer(customer.pk)
    address = plain_address(channel, address) if address else ""
    about = Consent.objects.filter(customer_id=customer.pk, purpose=purpose, channel=channel, address=address)
    last = about.order_by("-at", "-pk").first()
    is_repeated = last and last.is_given == is_given and (last.at == at if at else not (proof and proof.text))
    if last and is_repeated:
        return last
    word = _consent(customer.pk, Purpose(purpose), Way(channel), is_given, at or timezone.now(), proof or Proof())
    word.address, word.source, word.recipient = address, Source(source), Recipient(recipient)
    word.by_id, word.reason = (by.pk if by else None), reason.strip()[:LONGEST_TEXT]
    word.save(force_insert=True)
    happened = ConsentGiven if is_given else ConsentWithdrawn
    announce(happened(purpose=purpose, channel=channel, happened_at=word.at), about=customer, by=by)
    return word


def record_consents(rows: Iterable[ConsentRow]) -> Recorded:
    """Take in a list of consents, a thousand at a time. The same list again changes nothing.

    A row whose person is not known, or that names a purpose or a channel that there is not, is told in `problems`.
    """
    recorded, left, number = Recorded(), iter(rows), 0
    while several := list(islice(left, AT_ONCE)):
        _record(several, recorded, number)
        number += len(several)
    return recorded


def withdraw_everything(customer: About, *, source: str, proof: Proof | None = None) -> None:
    """The person wants no surveys and no marketing, on any channel. What the service needs still reaches them."""
    for purpose in (Purpose.RESEARCH, Purpose.MARKETING):
        for way in Way:
            record_consent(customer, purpose, way, is_given=False, source=source, proof=proof)


def suppress(channel: str, address: str, why: str) -> None:
    """Send nothing more to an address, for it bounced or its reader reported spam. It need not be a customer's."""
    if plain := plain_address(channel, address):
        Suppression.objects.get_or_create(channel=Way(channel), address_hash=keyed_hash(plain), why=Blocked(why))


def allow_again(channel: str, address: str) -> None:
    """The address takes messages again."""
    Suppression.objects.filter(channel=channel, address_hash=keyed_hash(plain_address(channel, address))).delete()


@transaction.atomic
def set_policy(
    purpose: str, basis: str, *, by: Actor, quiet_from: time | None = None, quiet_to: time | None = None
) -> Policy:
    """Settle on which basis, and outside which hours, people are contacted for a purpose."""
    wanted = {"basis": Basis(basis), "quiet_from": quiet_from, "quiet_to": quiet_to}
    policy, is_new = Policy.objects.select_for_update().get_or_create(purpose=Purpose(purpose), defaults=wanted)
    changed = [name for name, value in wanted.items() if getattr(policy, name) != value]
    if is_new or changed:
        Policy.objects.filter(pk=policy.pk).update(**wanted)
        policy.refresh_from_db()
        announce(PolicyChanged(purpose=purpose, basis=policy.basis), by=by)
    return policy


def _consent(customer_id: int, purpose: str, channel: str, is_given: bool, at: datetime, proof: Proof) -> Consent:
    return Consent(
        customer_id=customer_id,
        purpose=purpose,
        channel=channel,
        is_given=is_given,
        at=at,
        text=proof.text[:LONGEST_TEXT],
        version=proof.version[:200],
        ip_hash=keyed_hash(proof.ip),
        agent_hash=keyed_hash(proof.agent),
    )


@transaction.atomic
def _record(rows: Sequence[ConsentRow], recorded: Recorded, first: int) -> None:
    people = known_by(_plain(row.who) for row in rows)
    words: dict[Key, Consent] = {}
    for number, row in enumerate(rows, start=first):
        if problem := _problem_of(row, people):
            recorded.problems.append((number, problem))
            continue
        word = _consent(people[_plain(row.who)], row.purpose, row.channel, row.is_given, row.at, row.proof)
        word.source, word.recipient, word.address = row.source, row.recipient, _address_in(row)
        recorded.same += _key(word) in words
        words.setdefault(_key(word), word)
    known = {
        _key(word) for word in Consent.objects.filter(customer_id__in={word.customer_id for word in words.values()})
    }
    new = [word for key, word in words.items() if key not in known]
    Consent.objects.bulk_create(new, ignore_conflicts=True)
    append_events([_draft(word) for word in new])
    recorded.new += len(new)
    recorded.same += len(words) - len(new)


def _address_in(row: ConsentRow) -> str:
    """The address that the row is about; a row that names the person by an id is about all of theirs."""
    return plain_address(row.channel, row.who) if Way(row.channel) in ADDRESS_OF else ""


def _problem_of(row: ConsentRow, people: dict[str, int]) -> str:
    if _plain(row.who) not in people:
        return _("No customer is known by this address or id.")
    if row.purpose not in Purpose.values or row.channel not in Way.values:
        return _("There is no such purpose or channel: %(what)s") % {"what": f"{row.purpose}, {row.channel}"}
    if row.source not in Source.values or row.recipient not in Recipient.values:
        return _("İYS knows no such source or recipient: %(what)s") % {"what": f"{row.source}, {row.recipient}"}
    if timezone.is_naive(row.at):
        return _("The time lacks its zone.")
    return ""


def _plain(text: str) -> str:
    return email_of(text) or phone_of(text) or text.strip()


def _key(word: Consent) -> Key:
    return word.customer_id, word.address, word.purpose, word.channel, word.is_given, word.at


def _draft(word: Consent) -> Draft:
    happened = ConsentGiven if word.is_given else ConsentWithdrawn
    return Draft(
        kind=happened.kind.name,
        happened_at=word.at,
        customer_id=word.customer_id,
        channel=word.channel,
        facts={"purpose": word.purpose},
        source="nabiz",
        message_id=keyed_hash(f"consent {_key(word)}"),
    )
