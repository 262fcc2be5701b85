"""What Karaoke Evi sells: things in boxes, and plans for singing."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Product:
    """A thing in a box, by its name and by what people call it in a sentence; prices are whole liras."""

    turkish: str
    english: str
    turkish_word: str
    english_word: str
    price: int
    margin: float
    for_venues: bool
    weight: float

    def name(self, language: str) -> str:
        return self.turkish if language == "tr" else self.english

    def word(self, language: str) -> str:
        return self.turkish_word if language == "tr" else self.english_word


@dataclass(frozen=True)
class Plan:
    """A subscription to songs or to lights; venues pay for each room."""

    key: str
    name: str
    price: int
    next_up: str = ""
    next_down: str = ""
    product: str = "songs"


PRODUCTS: Final = (
    Product("Kablosuz mikrofon", "Wireless microphone", "mikrofon", "microphone", 1_490, 0.42, False, 5),
    Product("İkili mikrofon seti", "Microphone pair", "mikrofon seti", "microphone set", 2_490, 0.40, False, 4),
    Product("Parti hoparlörü", "Party speaker", "hoparlör", "speaker", 4_990, 0.31, False, 3),
    Product("Çocuk mikrofonu", "Children's microphone", "çocuk mikrofonu", "kids' mic", 690, 0.48, False, 3),
    Product("Mikrofon pili, dörtlü", "Microphone batteries, four", "pil", "battery pack", 290, 0.55, False, 3),
    Product("Sahne mikrofonu", "Stage microphone", "sahne mikrofonu", "stage mic", 5_900, 0.38, True, 4),
    Product("Salon hoparlörü, çift", "Room speakers, pair", "hoparlör", "speaker", 18_900, 0.27, True, 2),
    Product("Mikser", "Mixer", "mikser", "mixer", 7_400, 0.30, True, 2),
    Product("Mikrofon ayağı", "Microphone stand", "mikrofon ayağı", "mic stand", 890, 0.45, True, 3),
)

PLANS: Final = {
    plan.key: plan
    for plan in (
        Plan("home", "Ev", 189, next_up="home_plus"),
        Plan("home_plus", "Ev Plus", 279, next_down="home"),
        Plan("venue", "Mekân", 1_290, next_up="venue_pro"),
        Plan("venue_pro", "Mekân Pro", 1_990, next_down="venue"),
        Plan("school", "Okul", 590),
        Plan("lights", "Işık", 59, product="lights"),
        Plan("lights_venue", "Işık Mekân", 290, product="lights"),
    )
}
