"""Answers for whoever sends: may we, whom of these, until when must we wait, and how can they say no."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from nabiz.customers.queries import one_person
from nabiz.privacy.deciding import REASONS, Decision, basis_of, decide
from nabiz.privacy.hashing import plain_address
from nabiz.privacy.models import Consent, Erasure, Policy
from nabiz.privacy.optout import Choice, token_of
from nabiz.privacy.purposes import AT_ANY_HOUR, DEFAULTS, Basis, Purpose, Way
from nabiz.team.queries import company
from nabiz.timeline.commands import About


@dataclass(frozen=True)
class Contactable:
    """Who of many may be contacted, where, and how many fall under which reason."""

    allowed: list[int]
    addresses: dict[int, str] = field(repr=False)
    counts: Counter[str]

    @property
    def sentences(self) -> list[tuple[str, int]]:
        """Each reason in the reader's language with how many it is true of, most first."""
        return [(str(REASONS[reason]), n) for reason, n in self.counts.most_common()]


@dataclass(frozen=True)
class Line:
    """How things stand for one purpose: a decision for each channel."""

    purpose: Purpose
    basis: Basis
    decisions: list[tuple[Way, Decision]]


def may_contact(
    customer: About, purpose: str, channel: str, *, address: str = "", at: datetime | None = None
) -> Decision:
    """Whether this customer may be contacted now, or at a moment past; `address` asks about just that one."""
    address = plain_address(channel, address) if address else ""
    return decide([customer.pk], purpose, channel, at=at or timezone.now(), address=address)[customer.pk]


def contactable(customer_ids: Iterable[int], purpose: str, channel: str, *, at: datetime | None = None) -> Contactable:
    """Who of these customers may be contacted; the same answers as `may_contact` in a handful of queries."""
    decisions = decide(customer_ids, purpose, channel, at=at or timezone.now())
    allowed = [number for number, decision in decisions.items() if decision.allowed]
    return Contactable(
        allowed, {each: decisions[each].address for each in allowed}, Counter(one.reason for one in decisions.values())
    )


def quiet_until(purpose: str, channel: str, *, at: datetime | None = None) -> datetime | None:
    """When the quiet hours end that it is now, on the company's clock; None where a message may go."""
    policy = Policy.objects.filter(purpose=purpose).exclude(quiet_from=None).exclude(quiet_to=None).first()
    its = company()
    if policy is None or its is None or Way(channel) in AT_ANY_HOUR:
        return None
    assert policy.quiet_from
    assert policy.quiet_to
    now = (at or timezone.now()).astimezone(ZoneInfo(its.time_zone))
    return _end_of_quiet(now, policy.quiet_from, policy.quiet_to)


def opt_out_url(customer_id: int, purpose: str, channel: str) -> str:
    """A link for the foot of a message, by which its reader says no, without signing in. It never expires."""
    token = token_of(Choice(customer_id, purpose, channel))
    return f"{settings.PUBLIC_URL}{reverse('privacy:choice', args=[token])}"


def opt_out_headers(customer_id: int, purpose: str, channel: str = "email") -> dict[str, str]:
    """The headers by which a mail program offers to unsubscribe with one click (RFC 2369, RFC 8058)."""
    url = opt_out_url(customer_id, purpose, channel)
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def standing_of(customer_id: int) -> list[Line]:
    """Purpose by channel, as the customer's page shows it."""
    now = timezone.now()
    return [
        Line(
            purpose,
            basis_of(purpose),
            [(way, decide([customer_id], purpose, way, at=now)[customer_id]) for way in Way],
        )
        for purpose in Purpose
    ]


def history_of(customer_id: int) -> list[Consent]:
    """Everything that a person said about being contacted, newest first."""
    return list(Consent.objects.filter(customer_id__in=one_person(customer_id)).select_related("by").order_by("-at"))


def _end_of_quiet(now: datetime, begins: time, ends: time) -> datetime | None:
    clock = now.time()
    is_quiet = begins <= clock < ends if begins < ends else clock >= begins or clock < ends
    if not is_quiet:
        return None
    day = now.date() + timedelta(days=1) if clock >= ends else now.date()
    return datetime.combine(day, ends, now.tzinfo)


def policies() -> list[Policy]:
    """One for each purpose, as settled or as it is unless somebody settles it."""
    kept = {policy.purpose: policy for policy in Policy.objects.all()}
    return [kept.get(purpose) or Policy(purpose=purpose, basis=DEFAULTS[purpose]) for purpose in Purpose]


def erasures(most: int = 50) -> list[Erasure]:
    return list(Erasure.objects.order_by("-erased_at")[:most])
