"""Lights that move to the song: a second thing to subscribe to, for those who sing at Karaoke Evi already."""

from dataclasses import dataclass

from nabiz.demo.calendar import HOUR, month_after
from nabiz.demo.goods import PLANS
from nabiz.demo.person import Person, Subscription
from nabiz.demo.truths import SECOND_PRODUCT
from nabiz.demo.world import World


@dataclass(slots=True)
class LightsBill:
    """Once a month they stay on, or not."""

    def come(self, person: Person, at: int, world: World) -> None:
        if person.lights is None or not person.lights.runs_at(at):
            return
        if world.luck.random() < SECOND_PRODUCT.leaves:
            switch_off(person, at, "not_used", world)
        else:
            world.expect(person, month_after(at), LightsBill())


def consider_lights(person: Person, rooms: int, at: int, world: World) -> None:
    """At a bill some take the lights too; the content sooner."""
    takes = SECOND_PRODUCT.venues if person.persona.is_venue else SECOND_PRODUCT.homes
    lift = 1 + 0.5 * max(min(person.mood - person.persona.warmth, 1.0), -1.0)
    has_lights = person.lights is not None and person.lights.runs_at(at)
    if not has_lights and world.luck.random() < takes * lift:
        switch_on(person, rooms, at + HOUR, world)


def switch_on(person: Person, rooms: int, at: int, world: World) -> None:
    plan = PLANS["lights_venue" if person.persona.is_venue else "lights"]
    person.lights = lights = Subscription(f"L{person.index + 1:05}", plan.key, rooms, at, plan.price, at, paid_from=at)
    world.tell(
        at, "subscription.started", person, channel="app", touchpoint="invoice", stage="renew", value=lights.mrr,
        subscription=lights.key, plan=plan.name, product=plan.product, mrr=str(lights.mrr), seats=rooms,
    )  # fmt: skip
    world.expect(person, month_after(at), LightsBill())


def switch_off(person: Person, at: int, reason: str, world: World) -> None:
    """Whoever stops singing needs no lights either."""
    lights = person.lights
    if lights is None or not lights.runs_at(at):
        return
    lights.ended_at = at
    world.tell(
        at, "subscription.ended", person, channel="app", touchpoint="invoice", stage="renew", value=0,
        subscription=lights.key, plan=PLANS[lights.plan].name, reason=reason, was_trial=False, mrr="0",
    )  # fmt: skip
