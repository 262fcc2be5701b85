"""The kinds of people who sing: what they need, how patient they are, what money means to them, how they reach us."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Persona:
    """`patience` divides what waiting does to the mood; `thrift` multiplies what prices do to the decision to stay."""

    key: str
    share: float
    english: float
    warmth: float
    patience: float
    thrift: float
    plan: str
    trial: float
    converts: float
    leaves: float
    orders: float
    first_order: float
    sessions: float
    rhythm: str
    hours: tuple[int, int]
    channels: tuple[tuple[str, float], ...]
    songs: tuple[int, int]
    misses_songs: float
    loves: tuple[str, ...]
    people: tuple[int, int] = (1, 1)
    rooms: tuple[int, int] = (1, 1)
    grows: float = 0.0

    @property
    def is_venue(self) -> bool:
        return self.plan not in ("home", "home_plus")


HOME_PARTY: Final = Persona(
    key="home_party", share=0.34, english=0.28, warmth=0.45, patience=0.9, thrift=1.4, plan="home", trial=0.72,
    converts=0.58, leaves=0.0316, orders=0.083, first_order=0.80, sessions=3.2, rhythm="home", hours=(19, 26),
    channels=(("chat", 0.40), ("app", 0.30), ("email", 0.20), ("phone", 0.10)),
    songs=(3, 14), misses_songs=0.0098, loves=("product", "songs", "general", "price"),
)  # fmt: skip
FAMILY: Final = Persona(
    key="family", share=0.27, english=0.22, warmth=0.65, patience=1.2, thrift=1.1, plan="home", trial=0.78,
    converts=0.64, leaves=0.0242, orders=0.090, first_order=0.85, sessions=3.8, rhythm="home", hours=(15, 22),
    channels=(("phone", 0.40), ("email", 0.25), ("chat", 0.20), ("app", 0.15)),
    songs=(2, 9), misses_songs=0.0070, loves=("general", "setup", "features", "product"),
)  # fmt: skip
SINGER: Final = Persona(
    key="singer", share=0.17, english=0.28, warmth=0.50, patience=0.8, thrift=0.6, plan="home_plus", trial=0.92,
    converts=0.74, leaves=0.0195, orders=0.128, first_order=0.70, sessions=8.0, rhythm="home", hours=(17, 25),
    channels=(("app", 0.45), ("email", 0.30), ("chat", 0.20), ("phone", 0.05)),
    songs=(4, 22), misses_songs=0.0154, loves=("songs", "features", "app"),
)  # fmt: skip
BAR: Final = Persona(
    key="bar", share=0.0, english=0.28, warmth=0.60, patience=0.7, thrift=0.8, plan="venue", trial=0.96,
    converts=0.80, leaves=0.0098, orders=0.150, first_order=0.75, sessions=8.5, rhythm="night", hours=(20, 27),
    channels=(("phone", 0.50), ("chat", 0.25), ("email", 0.15), ("app", 0.10)),
    songs=(25, 90), misses_songs=0.0070, loves=("venue", "features", "support"),
    people=(1, 3), rooms=(1, 2), grows=0.055,
)  # fmt: skip
HOTEL: Final = Persona(
    key="hotel", share=0.028, english=0.42, warmth=0.70, patience=1.0, thrift=0.4, plan="venue_pro", trial=0.95,
    converts=0.82, leaves=0.0060, orders=0.180, first_order=0.80, sessions=6.5, rhythm="night", hours=(18, 24),
    channels=(("email", 0.55), ("phone", 0.35), ("chat", 0.10)),
    songs=(15, 60), misses_songs=0.0056, loves=("venue", "support", "general"), people=(3, 7), rooms=(2, 6),
    grows=0.085,
)  # fmt: skip
SCHOOL: Final = Persona(
    key="school", share=0.060, english=0.22, warmth=0.75, patience=1.4, thrift=1.0, plan="school", trial=0.90,
    converts=0.72, leaves=0.0093, orders=0.068, first_order=0.70, sessions=4.6, rhythm="school", hours=(9, 17),
    channels=(("email", 0.65), ("phone", 0.30), ("chat", 0.05)),
    songs=(3, 12), misses_songs=0.0112, loves=("venue", "setup", "songs"), people=(1, 3), rooms=(1, 3), grows=0.032,
)  # fmt: skip

PERSONAS: Final = (HOME_PARTY, FAMILY, SINGER, BAR, HOTEL, SCHOOL)
