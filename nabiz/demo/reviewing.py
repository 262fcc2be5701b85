"""Reviews that people write elsewhere, what they are answered, and whether they think better of it."""

from datetime import UTC, datetime
from typing import Any, Final

from nabiz.demo.calendar import DAY, HOUR, Month
from nabiz.demo.person import Person
from nabiz.demo.world import World

A_MONTH: Final = 0.014  # the share of people who write one
STORES: Final = ("Google Play", "App Store")
ANSWERED: Final = 0.6  # of those that complain
THINKS_AGAIN: Final = 0.3
SOLVED_BY: Final = {"delivery": "late", "product": "defect", "songs": "missing_song", "app": "app", "price": "plan"}


def review(person: Person, month: Month, world: World) -> None:
    """Nobody's course changes by it, so it has chance of its own."""
    luck = world.mind
    at = max(month.start, person.joined + 20 * DAY) + int(luck.random() * 28 * DAY)
    if luck.random() < A_MONTH and at < month.end:
        _write(person, at, world)


def _write(person: Person, at: int, world: World) -> None:
    luck, language = world.mind, person.profile.language
    rating = max(1, min(5, round(3.7 + 1.1 * person.mood - 0.5 * person.effort + luck.gauss(0, 1.6))))
    topic = (person.sore if rating < 4 else person.joy) or luck.choice(tuple(SOLVED_BY))
    site = _site(rating, language, luck.random())
    told: dict[str, Any] = {"review": f"{person.index + 1:05}-{at // HOUR}", "site": site}
    answer = _answer(topic, at, world, language) if rating <= 3 and luck.random() < ANSWERED else {}
    body = world.asides.comment(language, topic, _tone(rating))
    world.tell(
        at, "review.posted", person, channel="review", rating=float(rating), body=body, language=language,
        author=_author(person.profile.name), **told, **answer,
    )  # fmt: skip
    if answer and rating <= 2 and luck.random() < THINKS_AGAIN:
        again = at + int((3 + 6 * luck.random()) * DAY)
        better: dict[str, Any] = {
            "rating": float(rating + 2),
            "body": world.asides.comment(language, topic, _tone(rating + 2)),
        }
        world.tell(again, "review.edited", person, channel="review", **told, **better)


def _answer(topic: str, at: int, world: World, language: str) -> dict[str, Any]:
    answered = at + int((4 + 60 * world.mind.random()) * HOUR)
    if topic not in SOLVED_BY or answered >= world.story.end:
        return {}
    reply = world.asides.solve(language, SOLVED_BY[topic])
    return {"reply": reply, "replied_at": datetime.fromtimestamp(answered, UTC).isoformat()}


def _site(rating: int, language: str, luck: float) -> str:
    if rating <= 2 and language == "tr" and luck < 0.5:
        return "Şikayetvar"
    return STORES[luck > 0.6]


def _tone(rating: int) -> str:
    return "negative" if rating <= 2 else "neutral" if rating == 3 else "positive"


def _author(name: str) -> str:
    first, *others = name.split()
    return f"{first} {others[-1][0]}." if others else first
