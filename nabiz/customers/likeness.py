"""How much speaks for two records being one person, as Fellegi and Sunter weigh it: in bits, with the reasons.

A weight is log2 of how much more often a thing agrees in records of one person than in those of two. What agrees by
chance often weighs little, so a rare name says more than a frequent one. The weights are set by hand; see COMPROMISES.
Reference: Fellegi and Sunter, A Theory for Record Linkage, Journal of the American Statistical Association, 1969.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log2

from nabiz.customers.names import CLOSE, likeness, may_be_short_for
from nabiz.customers.traces import Traces

PROPOSED = 7.0  # bits from which on a person is asked
CERTAIN = 14.0
LEAST_NAME, MOST_NAME = 3.0, 9.0


@dataclass(frozen=True)
class Reason:
    """`code` is a key of `evidence.SENTENCES`; `detail` what it is about."""

    code: str
    weight: float
    detail: str = ""


def reasons_for(one: Traces, other: Traces, *, bearers: int = 2) -> list[Reason]:
    """All that speaks for and against. `bearers`: how many customers are called as the first is."""
    reasons = [*_contacts(one, other), *_names(one, other, bearers), *_circumstances(one, other)]
    return sorted(reasons, key=lambda each: -each.weight)


def weight_of(reasons: list[Reason]) -> float:
    return round(sum(each.weight for each in reasons), 1)


def _contacts(one: Traces, other: Traces) -> Iterator[Reason]:
    mails, others = one.mailboxes, other.mailboxes
    if both := sorted(mails.keys() & others.keys()):
        is_same = mails[both[0]] == others[both[0]]
        yield Reason("same_mail" if is_same else "same_mailbox", 10.0 if is_same else 8.0, mails[both[0]])
    if phones := sorted(one.phones & other.phones):
        yield Reason("same_phone", 6.0, phones[0])
    if one.devices & other.devices:
        yield Reason("same_device", 4.0)


def _names(one: Traces, other: Traces, bearers: int) -> Iterator[Reason]:
    if not one.name or not other.name:
        if _is_in_the_mail(one, other) or _is_in_the_mail(other, one):
            yield Reason("name_in_mail", 5.0, one.shown_name or other.shown_name)
        return
    alike = likeness(one.name, other.name)
    if sorted(one.name) == sorted(other.name):
        weight = MOST_NAME - 2 * log2(max(1, bearers - 1))
        yield Reason("same_name", max(LEAST_NAME, weight), one.shown_name)
    elif may_be_short_for(one.name, other.name):
        yield Reason("short_name", 3.0)
    elif alike >= CLOSE:
        yield Reason("close_name", 4.0)
    elif one.name[-1] == other.name[-1]:
        yield Reason("same_family", -4.0)
    else:
        yield Reason("other_name", -7.0)


def _circumstances(one: Traces, other: Traces) -> Iterator[Reason]:
    if one.account_id and other.account_id:
        is_same = one.account_id == other.account_id
        yield Reason("same_account" if is_same else "other_account", 2.5 if is_same else -1.0)
    if one.place and one.place == other.place:
        yield Reason("same_place", 5.0)
    if one.birth and other.birth:
        is_same = one.birth == other.birth
        yield Reason("same_birth" if is_same else "other_birth", 6.0 if is_same else -8.0)


def _is_in_the_mail(named: Traces, nameless: Traces) -> bool:
    whole = "".join(named.name)
    return len(named.name) > 1 and any(
        "".join(letter for letter in mailbox.partition("@")[0] if letter.isalpha()) == whole
        for mailbox in nameless.mailboxes
    )
