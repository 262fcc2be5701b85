"""One message of Stripe's, read: whom it is about, what it tells of them, and what happened."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from nabiz.connectors.models import Moment
from nabiz.connectors.stripe.money import amount
from nabiz.connectors.stripe.subscriptions import OPENING, RANKS, opening_of, state_of
from nabiz.customers.claims import Claim, Group, Profile
from nabiz.customers.normalise import email_of, phone_of
from nabiz.timeline.catalogue import InvoiceFailed, OrderPaid, OrderReturned
from nabiz.timeline.commands import Draft

LONGEST_NAME = 200
MOST_TRAITS = 50  # as many as Stripe lets metadata have


class Unusable(ValueError):
    """A delivery that says nothing that could be taken in; its text says why, in the reader's language."""


@dataclass
class Message:
    """`is_about_people` where it tells who a customer is; `moment` where it tells of a subscription."""

    type: str
    id: str
    at: datetime
    object: Mapping[str, Any]
    before: Mapping[str, Any]
    claim: Claim | None = None
    moment: Moment | None = None
    drafts: list[Draft] = field(default_factory=list)

    @property
    def currency(self) -> str:
        return str(self.object.get("currency") or "").lower()


def read(body: bytes, source: str, *, has_accounts: bool) -> Message:
    """Raises Unusable."""
    try:
        told = json.loads(body)
        its_object = told["data"]["object"]
        message = Message(
            str(told["type"]), str(told["id"]), datetime.fromtimestamp(int(told["created"]), UTC), its_object,
            told["data"].get("previous_attributes") or {},
        )  # fmt: skip
        its_object.get("id")
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise Unusable(_("This is no message of Stripe's: it lacks an id, a type, a time or an object.")) from error
    try:
        _understand(message, source, has_accounts)
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise Unusable(_("A field of “%(type)s” is not what it should be.") % {"type": message.type}) from error
    return message


def _understand(message: Message, source: str, has_accounts: bool) -> None:
    """Kinds that are not listed say nothing that Nabız keeps."""
    subject, _dot, action = message.type.rpartition(".")
    if subject == "customer" and action in ("created", "updated", "deleted"):
        message.claim = _customer(message, action, has_accounts)
        return
    if subject == "customer.subscription" and action in RANKS:
        message.moment = _moment(message, action)
    elif message.type in ("invoice.paid", "invoice.payment_failed"):
        message.drafts = _invoice(message, source)
    elif subject in ("charge", "charge.dispute"):
        message.moment = _charge(message)
        message.drafts = _refund(message, source) if action == "refunded" else []
    if (message.moment or message.drafts) and (customer := _id(message.object.get("customer"))):
        message.claim = _claim(message, customer, has_accounts)


def _claim(message: Message, customer: str, has_accounts: bool) -> Claim:
    key = f"stripe:{customer}"
    return Claim(message.at, True, user_id=key, group=Group(key) if has_accounts else None)


def _customer(message: Message, action: str, has_accounts: bool) -> Claim:
    """Told at the time of the message, so that an older one never undoes a newer one."""
    its = message.object
    claim = _claim(message, str(its["id"]), has_accounts)
    address = its.get("address") or {}
    traits: dict[str, Any] = {str(name)[:LONGEST_NAME]: value for name, value in (its.get("metadata") or {}).items()}
    traits = dict(list(traits.items())[:MOST_TRAITS]) | {"stripe_customer": its["id"]}
    if its.get("delinquent") is not None:
        traits["delinquent"] = bool(its["delinquent"])
    if action == "deleted":
        traits = {"deleted_in_stripe": True}
    name = " ".join(str(its.get("name") or "").split())[:LONGEST_NAME]
    locales = its.get("preferred_locales") or [""]
    claim.profile = Profile(
        email=_or_blank(email_of, its.get("email")), phone=_or_blank(phone_of, its.get("phone")), name=name,
        language=str(locales[0] or "")[:2].lower(), country=str(address.get("country") or "")[:2].upper(),
        traits=traits,
    )  # fmt: skip
    if claim.group and name:
        claim.group = Group(claim.group.key, name=name)
    claim.told_at = message.at
    return claim


def _moment(message: Message, action: str) -> Moment:
    its = message.object
    state = state_of(its, action)
    if RANKS[action]:
        state[OPENING] = opening_of(its, message.before)
    return Moment(
        object_id=str(its["id"]), external_id=message.id, at=message.at, rank=RANKS[action], state=state,
        customer=f"stripe:{_id(its.get('customer'))}",
    )  # fmt: skip


def _invoice(message: Message, source: str) -> list[Draft]:
    """An invoice over nothing, as at the start of a trial, is no purchase."""
    its, invoice = message.object, str(message.object.get("number") or message.object["id"])
    if message.type == "invoice.payment_failed":
        facts: dict[str, Any] = {"invoice": invoice}
        return [_draft(InvoiceFailed.kind.name, message, source, its.get("amount_due"), facts)]
    if not its.get("amount_paid"):
        return []
    lines = (its.get("lines") or {}).get("data") or []
    items = ", ".join(str(line.get("description") or "") for line in lines[:5]).strip(", ")[:300]
    draft = _draft(OrderPaid.kind.name, message, source, its["amount_paid"], {"order": invoice, "items": items})
    draft.message_id = f"{draft.kind}:{its['id']}"  # however many messages say that it was paid
    return [draft]


def _refund(message: Message, source: str) -> list[Draft]:
    """A charge may be refunded in parts: each message counts what came on top of those before it."""
    its = message.object
    more = int(its.get("amount_refunded") or 0) - int(message.before.get("amount_refunded") or 0)
    if more <= 0:
        return []
    refunds = (its.get("refunds") or {}).get("data") or [{}]
    facts = {"order": _id(its.get("invoice")) or str(its["id"]), "reason": str(refunds[0].get("reason") or "")[:100]}
    return [_draft(OrderReturned.kind.name, message, source, more, facts)]


def _charge(message: Message) -> Moment | None:
    """Whose a charge was, or a dispute about it: disputes name the charge only, so both are kept together."""
    its, action = message.object, message.type.removeprefix("charge.")
    if action in ("dispute.created", "dispute.closed"):
        status = "opened" if action == "dispute.created" else str(its.get("status") or "")[:40]
        worth = str(amount(its.get("amount"), message.currency))
        state: dict[str, Any] = {"status": status, "reason": str(its.get("reason") or "")[:100], "amount": worth}
        whole = its["charge"] if isinstance(its.get("charge"), Mapping) else {}
        charge, customer = _id(its.get("charge")), _id(whole.get("customer"))
    elif action in ("succeeded", "refunded") and its.get("customer"):
        state, charge, customer = {}, str(its["id"]), _id(its["customer"])
    else:
        return None
    state["currency"] = message.currency.upper()[:3]
    whose = f"stripe:{customer}" if customer else ""
    return Moment(object_id=charge, external_id=message.id, at=message.at, rank=1, state=state, customer=whose)


def _draft(kind: str, message: Message, source: str, minor: Any, facts: dict[str, Any]) -> Draft:
    return Draft(
        kind, message.at, channel="api", value=amount(minor, message.currency), currency=message.currency.upper()[:3],
        facts={name: value for name, value in facts.items() if value != ""}, source=source,
        message_id=f"{kind}:{message.id}",
    )  # fmt: skip


def _id(value: Any) -> str:
    """Objects may be sent whole in place of their ids."""
    return str(value.get("id") or "") if isinstance(value, Mapping) else str(value or "")


def _or_blank(normal: Any, value: Any) -> str:
    try:
        return str(normal(value) or "") if value else ""
    except ValueError:
        return ""
