"""Subscriptions: the trial, the monthly decision to stay, growing and shrinking, leaving and coming back."""

import math
from dataclasses import dataclass
from typing import Any, Final

from nabiz.demo.calendar import DAY, day_of, month_after
from nabiz.demo.goods import PLANS
from nabiz.demo.helping import Ticket
from nabiz.demo.lighting import consider_lights, switch_off
from nabiz.demo.person import Person, Subscription
from nabiz.demo.surveys import AT_RENEWAL, Question
from nabiz.demo.truths import DECISION, FEATURE_THAT_RETAINS, PRICE_CHANGE, SLOW_RESOLUTION
from nabiz.demo.world import World, odds, probability

TRIAL_DAYS: Final = {False: 14, True: 30}
PAYMENT_FAILS, LOST_BY_FAILING = 0.014, 0.12
UPGRADES, DOWNGRADES, ROOM_CLOSES = 0.010, 0.012, 0.006
COMES_BACK = 0.07
ASKS_ABOUT_PLANS = 0.015
RETAINING: Final = {FEATURE_THAT_RETAINS.home, FEATURE_THAT_RETAINS.venue}


@dataclass(slots=True)
class TrialEnd:
    def come(self, person: Person, at: int, world: World) -> None:
        subscription = current(person)
        content = person.satisfaction(at) - person.persona.warmth - 0.3 * person.effort
        if world.chance(probability(odds(person.persona.converts) + 0.5 * content)):
            pay(person, subscription, at, world)
        else:
            end(person, subscription, at, "trial_over", world)


@dataclass(slots=True)
class Billing:
    """Once a month everyone decides, and most decide nothing."""

    def come(self, person: Person, at: int, world: World) -> None:
        subscription = current(person)
        _meet_new_price(person, subscription, at, world)
        if world.chance(PAYMENT_FAILS):
            _fail(person, subscription, at, world)
        elif world.chance(leaves(person, subscription, at, world)):
            end(person, subscription, at, _reason(person, at, world), world)
        if subscription.ended_at is None:
            _grow_or_shrink(person, subscription, at, world)
            consider_lights(person, subscription.seats, at, world)
            world.expect(person, at + 2 * DAY, Question(AT_RENEWAL, -0.05 - 0.25 * _is_price_felt(person, at), 0.1))
            world.expect(person, month_after(at), Billing())
            if world.chance(ASKS_ABOUT_PLANS * subscription.seats):
                world.desk.take(
                    Ticket(
                        person, "plan", at + int(20 * DAY * world.rng.random()), world.choose(person.persona.channels)
                    )
                )


@dataclass(slots=True)
class Return:
    """Some who left come back, to the price of the day."""

    plan: str
    seats: int

    def come(self, person: Person, at: int, world: World) -> None:
        subscription = _new(person, self.plan, self.seats, at, world)
        pay(person, subscription, at, world)


def start_trial(person: Person, at: int, world: World) -> None:
    persona = person.persona
    seats = person.firm.rooms if person.firm else 1
    subscription = _new(person, persona.plan, seats, at, world)
    days = TRIAL_DAYS[persona.is_venue]
    sign_up(person, at - 60, world)
    subscription.trial_until = at + days * DAY
    _tell(at, "subscription.trial_started", person, subscription, world, mrr="0", trial_days=days, value=0)
    world.expect(person, subscription.trial_until, TrialEnd())


def sign_up(person: Person, at: int, world: World) -> None:
    world.tell(at, "user.signed_up", person, channel="app", touchpoint="sign-in", stage="start")


def leaves(person: Person, subscription: Subscription, at: int, world: World) -> float:
    """The probability of leaving at this billing. What waiting does to it is one truth, and only that one."""
    person.settle(at)
    log_odds = odds(person.persona.leaves) + DECISION.per_mood * (person.mood - person.persona.warmth)
    log_odds += DECISION.per_effort * (person.effort - 0.15)
    log_odds += math.log(SLOW_RESOLUTION.hazard_ratio_per_day) * person.days_waited(at)
    if RETAINING & set(person.features):
        log_odds += math.log(FEATURE_THAT_RETAINS.odds_ratio)
    if _is_price_felt(person, at):
        log_odds += PRICE_CHANGE.log_odds * person.persona.thrift
    if at - (subscription.paid_from or at) < DECISION.new_for_days * DAY:
        log_odds += DECISION.newness
    return probability(log_odds + DECISION.disuse * _disuse(person, at))


def pay(person: Person, subscription: Subscription, at: int, world: World) -> None:
    subscription.paid_from = at
    _tell(
        at, "subscription.started", person, subscription, world,
        mrr=str(subscription.mrr), seats=subscription.seats, value=subscription.mrr,
        product=PLANS[subscription.plan].product,
    )  # fmt: skip
    person.feel(at, 0.05, 0.0)
    world.expect(person, month_after(at), Billing())


def end(person: Person, subscription: Subscription, at: int, reason: str, world: World) -> None:
    subscription.ended_at = at
    was_trial = subscription.paid_from is None
    _tell(
        at, "subscription.ended", person, subscription, world, stage="start" if was_trial else "renew",
        reason=reason, was_trial=was_trial, mrr="0", value=0,
    )  # fmt: skip
    switch_off(person, at, reason, world)
    if not was_trial and world.chance(COMES_BACK):
        after = at + int((40 + 160 * world.rng.random()) * DAY)
        world.expect(person, after, Return(subscription.plan, subscription.seats))


def current(person: Person) -> Subscription:
    assert person.subscription is not None
    return person.subscription


def _new(person: Person, plan: str, seats: int, at: int, world: World) -> Subscription:
    is_dear = at >= world.dearer_from and plan in PRICE_CHANGE.plans
    person.subscription = Subscription(
        f"A{person.index + 1:05}", plan, seats, at, _price(plan, is_dear), at, met_new_price=at >= world.dearer_from
    )
    return person.subscription


def _price(plan: str, is_dear: bool) -> int:
    return round(PLANS[plan].price * (1 + PRICE_CHANGE.rise * is_dear))


def _meet_new_price(person: Person, subscription: Subscription, at: int, world: World) -> None:
    if subscription.met_new_price or at < world.dearer_from:
        return
    subscription.met_new_price = True
    if subscription.plan in PRICE_CHANGE.plans:
        before = subscription.mrr
        subscription.price = _price(subscription.plan, True)
        person.billed_anew_at = at
        person.feel(at, PRICE_CHANGE.mood * person.persona.thrift, 0.1, "price")
        _change(person, subscription, at, subscription.plan, before, world)
        if world.chance(0.06):
            world.desk.take(Ticket(person, "plan", at + DAY, world.choose(person.persona.channels)))


def _is_price_felt(person: Person, at: int) -> bool:
    return bool(person.billed_anew_at) and at - person.billed_anew_at < PRICE_CHANGE.felt_for_days * DAY


def _disuse(person: Person, at: int) -> float:
    """From 0 (sings as usual or more) to 1 (not at all in the last five weeks)."""
    sung = sum(1 for sang in person.sung_at if sang > at - 35 * DAY)
    return max(0.0, 1 - sung / max(person.persona.sessions * person.keen, 1.0))


def _reason(person: Person, at: int, world: World) -> str:
    """What people name when they leave: mostly what weighed most."""
    weights = [("not_used", 0.5 + 2 * _disuse(person, at)), ("other", 0.6), ("price", 0.5 * person.persona.thrift)]
    weights += [("price", 4.0)] if _is_price_felt(person, at) else []
    weights += [("slow_support", 0.9 * person.days_waited(at))]
    weights += [
        (
            {"songs": "missing_songs", "product": "device", "app": "device"}.get(person.sore, "other"),
            0.8 * bool(person.sore),
        )
    ]
    return world.choose(weights)


def _fail(person: Person, subscription: Subscription, at: int, world: World) -> None:
    invoice = f"{subscription.key}-{day_of(at)}"
    world.tell(
        at,
        "invoice.failed",
        person,
        channel="web",
        touchpoint="invoice",
        stage="renew",
        value=subscription.mrr,
        invoice=invoice,
    )
    person.feel(at, -0.1, 0.25)
    if world.chance(LOST_BY_FAILING):
        end(person, subscription, at + 6 * 3600, "payment_failed", world)
    elif world.chance(0.35):
        world.desk.take(Ticket(person, "billing", at + DAY, world.choose(person.persona.channels)))


def _grow_or_shrink(person: Person, subscription: Subscription, at: int, world: World) -> None:
    plan, before, was = PLANS[subscription.plan], subscription.mrr, subscription.plan
    lift = math.exp(0.4 * (person.mood - person.persona.warmth))
    if person.persona.is_venue and world.chance(person.persona.grows * lift):
        subscription.seats += 1
    elif plan.next_up and world.chance(UPGRADES * lift):
        subscription.plan = plan.next_up
    elif subscription.seats > 1 and world.chance(ROOM_CLOSES / lift):
        subscription.seats -= 1
    elif plan.next_down and person.persona.plan != plan.key and world.chance(DOWNGRADES / lift):
        subscription.plan = plan.next_down
    else:
        return
    subscription.price = _price(
        subscription.plan, subscription.plan in PRICE_CHANGE.plans and subscription.met_new_price
    )
    _change(person, subscription, at + 60, was, before, world)


def _change(person: Person, subscription: Subscription, at: int, was: str, before: int, world: World) -> None:
    _tell(
        at, "subscription.changed", person, subscription, world, stage="renew", previous_plan=PLANS[was].name,
        mrr=str(subscription.mrr), previous_mrr=str(before), seats=subscription.seats, value=subscription.mrr,
        product=PLANS[subscription.plan].product,
    )  # fmt: skip


def _tell(
    at: int, kind: str, person: Person, subscription: Subscription, world: World, *, stage: str = "start", **facts: Any
) -> None:
    world.tell(
        at, kind, person, channel="app" if person.index % 3 == 0 else "web", touchpoint="invoice", stage=stage,
        subscription=subscription.key, plan=PLANS[subscription.plan].name, **facts,
    )  # fmt: skip
