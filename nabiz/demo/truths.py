"""Every truth of the made-up company, in one place, so that whoever claims to find something can be checked.

The simulation reads these constants; nothing else decides the effects. Days are counted back from the end.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class StageThatHurts:
    """Receiving the parcel is the worst moment of the journey, even when it is on time; lateness makes it worse.

    `mood` is in points of latent satisfaction (about 1.5 points of an NPS answer each), `csat` in points of 5, `burden`
    in points of the 7-point effort scale, `effort` in units of latent effort. The other stages differ by at most 0.35
    CSAT points from each other, as long as nobody waits.
    """

    stage: str = "receive"
    mood: float = -0.80
    csat: float = -0.60
    burden: float = 1.20
    effort: float = 0.30
    late_share: float = 0.16
    mood_per_day_late: float = -0.14
    csat_per_day_late: float = -0.50
    burden_per_day_late: float = 0.40
    effort_per_day_late: float = 0.15
    worst_days: int = 7


@dataclass(frozen=True)
class SlowResolution:
    """Each day that a paying customer waited for a resolution multiplies the odds of leaving at the next billing.

    Counted are the days waited in conversations that were open within the last `remembered_days`, up to `worst_days` in
    all. Apart from this ratio waiting leaves a trace of effort behind, and lowers what is answered (`mood_per_day`).
    """

    hazard_ratio_per_day: float = 1.22
    remembered_days: int = 60
    worst_days: float = 10.0
    mood_per_day: float = -0.11
    csat_per_day: float = -0.20
    burden_per_day: float = 0.25


@dataclass(frozen=True)
class PassedAround:
    """Hard matters are handed over, and who takes them often asks for what was said before. Both are effort.

    `effort` is in units of latent effort, `csat` in points of 5, `burden` in points of the 7-point effort scale. Who is
    helped by one hand without being asked twice is glad of it, so that support as a whole stays where it is.
    """

    hard_share: float = 0.55
    easy_share: float = 0.08
    twice: float = 0.25
    asked_after_handover: float = 0.45
    asked_when_back: float = 0.30
    asked_anyway: float = 0.04
    effort_per_handover: float = 0.10
    effort_per_question: float = 0.08
    csat_at_once: float = 0.08
    csat_per_handover: float = -0.35
    burden_at_once: float = -0.04
    burden_per_handover: float = 0.70
    burden_per_question: float = 0.45


@dataclass(frozen=True)
class BadWeek:
    """A strike of the road carrier during a campaign: late parcels, a wave of conversations, slow answers, detractors.

    While it lasts everyone who is asked answers in a worse `mood`, which halves every `fades_days` afterwards.
    """

    starts_days_before_end: int = 47
    days: int = 8
    days_late: tuple[int, int] = (5, 11)
    carrier: str = "road"
    rush_days_before: int = 3
    rush: float = 3.0
    mood: float = -1.3
    fades_days: int = 5


@dataclass(frozen=True)
class GrowingPersona:
    """The share of bars among new arrivals grows from the first to the last day of the story."""

    persona: str = "bar"
    first_share: float = 0.05
    last_share: float = 0.18


@dataclass(frozen=True)
class AnswerBias:
    """Who is content answers more readily: one point of satisfaction adds this much to the log-odds of answering."""

    log_odds_per_mood: float = 0.90
    base: tuple[tuple[str, float], ...] = (
        ("email", 0.19),
        ("sms", 0.22),
        ("app", 0.34),
        ("web", 0.28),
        ("phone", 0.42),
    )


@dataclass(frozen=True)
class ScoreRule:
    """How a latent state becomes an NPS answer: effort costs points, satisfaction brings them, the channel shifts."""

    start: float = 7.45
    per_mood: float = 1.45
    per_effort: float = -1.3
    spread: float = 1.15
    channel_shift: tuple[tuple[str, float], ...] = (("app", 0.35), ("sms", -0.30), ("email", 0.0), ("phone", 0.45))


@dataclass(frozen=True)
class PriceChange:
    """Home plans became dearer; each subscriber meets the new price at the first billing after it."""

    days_before_end: int = 245
    rise: float = 0.15
    plans: tuple[str, ...] = ("home", "home_plus")
    log_odds: float = 0.75
    felt_for_days: int = 65
    mood: float = -0.45


@dataclass(frozen=True)
class FeatureThatRetains:
    """Who uses these features leaves less: the odds of leaving are multiplied by `odds_ratio`."""

    home: str = "duet_scoring"
    venue: str = "phone_requests"
    odds_ratio: float = 0.55
    adoption: float = 0.42


@dataclass(frozen=True)
class Season:
    """How much more is bought (orders) and sung (sessions) around the feasts of Türkiye."""

    new_year: float = 1.7
    before_bayram: float = 1.4
    wedding: float = 1.2
    bayram_singing: float = 1.8
    new_year_singing: float = 3.5
    ramazan_nights: float = 0.55


@dataclass(frozen=True)
class Channels:
    """First answers come within these median business hours; the telephone leaves people happiest, e-mail least."""

    first_answer_hours: tuple[tuple[str, float], ...] = (("phone", 0.05), ("chat", 0.25), ("app", 0.9), ("email", 1.2))
    csat: tuple[tuple[str, float], ...] = (("phone", 0.35), ("chat", 0.15), ("app", 0.0), ("email", -0.20))


@dataclass(frozen=True)
class Decision:
    """The monthly decision is logistic: log-odds of leaving per unit of satisfaction, effort, disuse and newness."""

    per_mood: float = -0.50
    per_effort: float = 0.25
    disuse: float = 0.45
    newness: float = 0.45
    new_for_days: int = 75


@dataclass(frozen=True)
class SecondProduct:
    """Of those who pay for songs, so many take the lights at each monthly bill; who has them leaves them so often."""

    homes: float = 0.006
    venues: float = 0.022
    leaves: float = 0.03


STAGE_THAT_HURTS: Final = StageThatHurts()
SLOW_RESOLUTION: Final = SlowResolution()
PASSED_AROUND: Final = PassedAround()
BAD_WEEK: Final = BadWeek()
GROWING_PERSONA: Final = GrowingPersona()
ANSWER_BIAS: Final = AnswerBias()
SCORE_RULE: Final = ScoreRule()
PRICE_CHANGE: Final = PriceChange()
FEATURE_THAT_RETAINS: Final = FeatureThatRetains()
SEASON: Final = Season()
CHANNELS: Final = Channels()
DECISION: Final = Decision()
SECOND_PRODUCT: Final = SecondProduct()
