"""From all that was said of a subscription, in whatever order it came, to the events of its life."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from nabiz.connectors.models import Moment
from nabiz.connectors.stripe.money import Brings, brings
from nabiz.timeline.catalogue import SubscriptionChanged, SubscriptionEnded, SubscriptionStarted, TrialStarted
from nabiz.timeline.commands import Draft

KINDS = [each.kind.name for each in (TrialStarted, SubscriptionStarted, SubscriptionChanged, SubscriptionEnded)]
PHASES = {
    "trialing": "trial",
    "active": "paid",
    "past_due": "paid",
    "canceled": "over",
    "unpaid": "over",
    "paused": "over",
    "incomplete_expired": "over",
}
RANKS = {"created": 0, "updated": 1, "trial_will_end": 2, "paused": 3, "resumed": 4, "deleted": 9}
OPENING = "opening"


@dataclass(frozen=True)
class State:
    """A subscription at one moment."""

    at: datetime
    message: str
    phase: str
    brings: Brings
    currency: str
    trial_days: int
    reason: str


def state_of(subscription: Mapping[str, Any], action: str) -> dict[str, Any]:
    """What is kept of a message: no more than the events need, and nobody's name."""
    its = brings(subscription)
    details = subscription.get("cancellation_details") or {}
    begun, ends = subscription.get("trial_start"), subscription.get("trial_end")
    return {
        "phase": "over" if action == "deleted" else PHASES.get(str(subscription.get("status")), ""),
        "mrr": str(its.mrr),
        "plan": its.plan,
        "product": its.product,
        "seats": its.seats,
        "currency": str(subscription.get("currency") or "").upper()[:3],
        "trial_days": round((ends - begun) / 86_400) if isinstance(begun, int) and isinstance(ends, int) else 0,
        "reason": str(details.get("feedback") or details.get("reason") or "")[:100],
        "ended_at": subscription.get("ended_at") or 0,
        "began_at": subscription.get("start_date") or subscription.get("created") or 0,
    }


def opening_of(subscription: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What it was just before the first message that we ever had of it, as far as that message tells."""
    was = {**subscription, **{name: value for name, value in before.items() if name != "metadata"}}
    if not isinstance(was.get("items"), Mapping | list) or not was["items"]:
        was["items"] = subscription.get("items")
    if was.get("status") == "canceled" and "status" not in before:
        was["status"] = "active"
    return state_of(was, "updated")


def drafts_of(moments: Sequence[Moment], source: str) -> list[Draft]:
    """The events of one subscription, the oldest first. The same messages give the same events in any order."""
    ordered = sorted(moments, key=lambda each: (each.at, each.rank, each.external_id))
    seconds = [each.at for each in ordered]
    states = [_state(moment, seconds[:number].count(moment.at)) for number, moment in enumerate(ordered)]
    first = ordered[0]
    if first.rank and (before := first.state.get(OPENING)):
        states.insert(0, _opening(first, before))
    drafts, last = [], None
    for state in states:
        if draft := _step(first.object_id, last, state, source):
            drafts.append(draft)
        last = state if state.phase else last
    return drafts


def possible_messages(moments: Sequence[Moment]) -> set[str]:
    """Every message id that an event of this subscription may bear."""
    named = {moment.external_id for moment in moments} | {f"{moments[0].object_id}:{OPENING}"}
    return {f"{kind}:{name}" for kind in KINDS for name in named}


def _state(moment: Moment, number: int) -> State:
    """Stripe's clock knows seconds only: what happened within one stays apart by microseconds."""
    at, told = moment.at, moment.state
    if told["phase"] == "over" and told["ended_at"] and moment.rank == RANKS["deleted"]:
        at = min(at, datetime.fromtimestamp(told["ended_at"], UTC))
    return _told(at + timedelta(microseconds=number), moment.external_id, told)


def _opening(first: Moment, told: Mapping[str, Any]) -> State:
    at = min(datetime.fromtimestamp(told["began_at"], UTC), first.at) - timedelta(microseconds=1)
    return _told(at, f"{first.object_id}:{OPENING}", told)


def _told(at: datetime, message: str, told: Mapping[str, Any]) -> State:
    its = Brings(Decimal(told["mrr"]), told["plan"], told["product"], told["seats"])
    return State(at, message, told["phase"], its, told["currency"], told["trial_days"], told["reason"])


def _step(subscription: str, last: State | None, state: State, source: str) -> Draft | None:
    """What happened between two states; None where nothing did that a timeline would tell."""
    was = last.phase if last else ""
    facts: dict[str, Any] = {"subscription": subscription, "plan": state.brings.plan}
    if state.phase == "trial" and was in ("", "over"):
        facts |= {"trial_days": state.trial_days, "mrr": "0"}
        return _draft(TrialStarted.kind.name, state, facts, source)
    if state.phase == "paid" and was in ("", "trial", "over"):
        return _draft(SubscriptionStarted.kind.name, state, facts | _paid(state), source)
    if state.phase in ("paid", "trial") and was == "paid" and last:
        mrr = state.brings.mrr if state.phase == "paid" else Decimal(0)
        if (last.brings, last.currency, was) == (state.brings, state.currency, state.phase):
            return None
        facts |= _paid(state) | {"mrr": str(mrr)}
        facts |= {"previous_plan": last.brings.plan, "previous_mrr": str(last.brings.mrr)}
        return _draft(SubscriptionChanged.kind.name, state, facts, source)
    if state.phase == "over" and was in ("trial", "paid") and last:
        facts |= {"plan": last.brings.plan, "reason": state.reason, "was_trial": was == "trial", "mrr": "0"}
        return _draft(SubscriptionEnded.kind.name, state, facts, source)
    return None


def _paid(state: State) -> dict[str, Any]:
    its = state.brings
    return {"mrr": str(its.mrr), "seats": its.seats} | ({"product": its.product} if its.product else {})


def _draft(kind: str, state: State, facts: dict[str, Any], source: str) -> Draft:
    worth = state.brings.mrr if kind != SubscriptionEnded.kind.name else None
    return Draft(
        kind, state.at, channel="api", value=None if kind == TrialStarted.kind.name else worth,
        currency=state.currency, facts=facts, source=source, message_id=f"{kind}:{state.message}",
    )  # fmt: skip
