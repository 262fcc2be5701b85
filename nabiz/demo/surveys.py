"""Questions: who is asked when and where, who answers, and what."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from nabiz.demo.calendar import DAY, HOUR
from nabiz.demo.person import Person
from nabiz.demo.truths import ANSWER_BIAS, SCORE_RULE

if TYPE_CHECKING:
    from nabiz.demo.world import World

REST_DAYS, SAME_REST_DAYS = 30, 90  # nobody is asked more often, whatever happens
EVERY_DAYS: Final = {"relationship": 182, "product_fit": 330}
FIT_USES, FIT_WITHIN = 2, 14 * DAY  # only who sings can say how it would be without
BOUNCES: Final = {"email": 0.025, "sms": 0.015}
NPS_SHIFT: Final = dict(SCORE_RULE.channel_shift)
READINESS: Final = dict(ANSWER_BIAS.base)
COMMENTS, COMMENTS_WHEN_STRONG = 0.32, 0.55
RECENT = 28 * DAY
# How far a score lies from neutral: up to the first it is negative, up to the second neutral.
TONES: Final = {"nps": (6, 7), "csat": (2, 3), "ces": (3, 4), "pmf": (1, 2)}
LOWEST_AND_HIGHEST: Final = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7), "pmf": (1, 3)}
NO_LONGER = 0.03
TOPIC_OF_STAGE: Final = {"receive": "delivery", "support": "support", "start": "setup", "buy": "app", "renew": "price"}


@dataclass(frozen=True)
class Survey:
    """`share` of the occasions are used; at each, one of the measures is asked."""

    key: str
    share: float
    measures: tuple[tuple[str, float], ...]
    channels: tuple[tuple[str, float], ...]
    touchpoint: str
    stage: str = ""


RELATIONSHIP: Final = Survey(
    "relationship", 1.0, (("nps", 1),), (("email", 0.5), ("app", 0.35), ("sms", 0.15)), "relationship"
)
AFTER_DELIVERY: Final = Survey(
    "after_delivery", 0.6, (("csat", 0.6), ("ces", 0.4)), (("email", 0.55), ("sms", 0.45)), "delivery", "receive"
)
AT_CHECKOUT: Final = Survey("at_checkout", 0.10, (("csat", 0.5), ("ces", 0.5)), (("web", 1.0),), "checkout", "buy")
AFTER_SUPPORT: Final = Survey(
    "after_support", 0.8, (("csat", 0.55), ("ces", 0.45)), (("email", 0.7), ("sms", 0.3)), "support reply", "support"
)
FIRST_SONG: Final = Survey("first_song", 0.45, (("csat", 0.5), ("ces", 0.5)), (("app", 1.0),), "first song", "start")
IN_USE: Final = Survey("in_use", 0.10, (("csat", 0.6), ("ces", 0.4)), (("app", 1.0),), "song library", "use")
AT_RENEWAL: Final = Survey(
    "at_renewal", 0.06, (("csat", 0.6), ("ces", 0.4)), (("email", 0.6), ("app", 0.4)), "invoice", "renew"
)
PRODUCT_FIT: Final = Survey("product_fit", 1.0, (("pmf", 1),), (("app", 0.9), ("email", 0.1)), "relationship")
SURVEYS: Final = (
    RELATIONSHIP, AFTER_DELIVERY, AT_CHECKOUT, AFTER_SUPPORT, FIRST_SONG, IN_USE, AT_RENEWAL, PRODUCT_FIT,
)  # fmt: skip


@dataclass(slots=True)
class Question:
    """An occasion to ask. `quality` is in CSAT points, `burden` in points of the 7-point effort scale."""

    survey: Survey
    quality: float = 0.0
    burden: float = 0.0
    met_on: str = ""

    def come(self, person: Person, at: int, world: "World") -> None:
        if self.survey.key in EVERY_DAYS and not self._is_due(person, at, world):
            return
        if not world.chance(self.survey.share) or not _may_be_asked(person, self.survey.key, at):
            return
        person.asked_at = person.asked[self.survey.key] = at
        Asking(self, person, at, world).ask()

    def _is_due(self, person: Person, at: int, world: "World") -> bool:
        """What is asked regularly waits for its turn instead of being dropped."""
        rested = person.asked_at + REST_DAYS * DAY
        can_tell = self.survey is not PRODUCT_FIT or _sings(person, at)
        pause = EVERY_DAYS[self.survey.key] if can_tell else REST_DAYS
        world.expect(person, at + pause * DAY if rested <= at else rested, self)
        return rested <= at and can_tell and _is_with_us(person, at)


class Asking:
    """One invitation and what becomes of it."""

    def __init__(self, question: Question, person: Person, at: int, world: "World") -> None:
        self._question, self._person, self._at, self._world = question, person, at, world
        survey = question.survey
        self._measure = world.choose(survey.measures)
        self._channel = "phone" if question.met_on == "phone" and world.chance(0.5) else world.choose(survey.channels)
        self._stage = survey.stage or stage_of(person, at)
        self._usually = person.satisfaction(at)
        self._feeling = self._usually + world.calendar.gloom(at)

    def ask(self) -> None:
        self._tell(self._at, "survey.invited")
        if self._world.chance(BOUNCES.get(self._channel, 0.0)):
            self._tell(self._at + 40, "survey.bounced")
        elif self._world.chance(self._readiness()):
            self._answer()

    def _readiness(self) -> float:
        base = READINESS[self._channel]
        return 1 / (1 + (1 - base) / base * math.exp(-ANSWER_BIAS.log_odds_per_mood * (self._usually - 0.5)))

    def _answer(self) -> None:
        score = self._score()
        language = self._person.profile.language
        lag = self._world.around(4 * HOUR if self._channel in ("email", "sms") else 60, 1.1)
        comment = self._comment(score, language)
        self._tell(
            self._at + min(int(lag) + 20, 9 * DAY), "survey.answered", score=score, comment=comment, language=language
        )

    def _score(self) -> int:
        chance, person, question = self._world.rng.gauss, self._person, self._question
        if self._measure == "nps":
            rule = SCORE_RULE
            latent = rule.start + rule.per_mood * self._feeling + rule.per_effort * person.effort
            latent += NPS_SHIFT[self._channel] + chance(0, rule.spread)
        elif self._measure == "csat":
            latent = 4.1 + 0.35 * self._feeling + question.quality + chance(0, 0.75)
        elif self._measure == "pmf":
            if self._world.chance(NO_LONGER):
                return 0
            latent = 2.1 + 0.45 * self._feeling - 0.15 * person.effort + chance(0, 0.75)
        else:
            latent = 5.55 + 0.25 * self._feeling - question.burden - 0.2 * person.effort + chance(0, 1.1)
        lowest, highest = LOWEST_AND_HIGHEST[self._measure]
        return max(lowest, min(highest, round(latent)))

    def _comment(self, score: int, language: str) -> str:
        low, middle = TONES[self._measure]
        tone = "negative" if score <= low else "neutral" if score <= middle else "positive"
        is_strong = tone == "negative" or score == LOWEST_AND_HIGHEST[self._measure][1]
        if not self._world.chance(COMMENTS_WHEN_STRONG if is_strong else COMMENTS):
            return ""
        return str(self._world.phrases.comment(language, *self._about(tone)))

    def _about(self, tone: str) -> tuple[str, str, str]:
        """What people write of: what hurt them, what they love, or what the question is about."""
        person, world = self._person, self._world
        of_stage = TOPIC_OF_STAGE.get(self._stage, "general")
        love = person.joy or world.rng.choice(person.persona.loves)
        sore = person.sore or of_stage
        if self._measure != "nps" and world.chance(0.75):
            love = sore = of_stage
        if tone == "negative":
            return sore, tone, love if love != sore and world.chance(0.2) else ""
        if tone == "positive" and person.sore and world.chance(0.15):
            return love, tone, person.sore
        if world.chance(0.25):
            return "general", tone, ""
        return love if tone == "positive" else sore, tone, ""

    def _tell(self, at: int, kind: str, **facts: Any) -> None:
        survey = self._question.survey
        invitation = f"{survey.key}-{self._person.index + 1}-{self._at // HOUR}"
        self._world.tell(
            at, kind, self._person, channel=self._channel, touchpoint=survey.touchpoint, stage=self._stage,
            survey=survey.key, measure=self._measure, invitation=invitation, **facts,
        )  # fmt: skip


def stage_of(person: Person, at: int) -> str:
    """Where in the journey someone stands: what they went through last, else how long they have been here."""
    last, stage = max((person.received_at, "receive"), (person.helped_at, "support"), (person.billed_anew_at, "renew"))
    if at - last < RECENT:
        return stage
    return "start" if at - person.joined < 45 * DAY else "use"


def _is_with_us(person: Person, at: int) -> bool:
    subscription = person.payer.subscription
    return (subscription is not None and subscription.runs_at(at)) or at - person.received_at < 120 * DAY


def _sings(person: Person, at: int) -> bool:
    """Sang twice or more, and lately. The evenings of this month are planned, but not yet written down."""
    sung = [*person.sung_at, *(evening for evening in person.sessions if evening < at)]
    return len(sung) >= FIT_USES and sung[-1] > at - FIT_WITHIN


def _may_be_asked(person: Person, key: str, at: int) -> bool:
    return at - person.asked_at >= REST_DAYS * DAY and at - person.asked.get(key, 0) >= SAME_REST_DAYS * DAY
