"""What Karaoke Evi sells: things in boxes, and plans for singing."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Product:
    """A thing in a box. `word` is what people call it in a sentence; prices are whole liras."""

    name: dict[str, str]
    word: dict[str, str]
    price: int
    margin: float
    for_venues: bool
    weight: float


@dataclass(frozen=True)
class Plan:
    """A song subscription; venues pay for each room."""

    key: str
    name: str
    price: int
    next_up: str = ""
    next_down: str = ""


PRODUCTS: Final = (
    Product({"tr": "Kablosuz mikrofon", "en": "Wireless microphone"}, {"tr": "mikrofon", "en": "microphone"}, 1_490, 0.42, False, 5),
    Product({"tr": "İkili mikrofon seti", "en": "Microphone pair"}, {"tr": "mikrofon seti", "en": "microphone set"}, 2_490, 0.40, False, 4),
    Product({"tr": "Parti hoparlörü", "en": "Party speaker"}, {"tr": "hoparlör", "en": "speaker"}, 4_990, 0.31, False, 3),
    Product({"tr": "Çocuk mikrofonu", "en": "Children's microphone"}, {"tr": "çocuk mikrofonu", "en": "kids' mic"}, 690, 0.48, False, 3),
    Product({"tr": "Mikrofon pili, dörtlü", "en": "Microphone batteries, four"}, {"tr": "pil", "en": "battery pack"}, 290, 0.55, False, 3),
    Product({"tr": "Sahne mikrofonu", "en": "Stage microphone"}, {"tr": "sahne mikrofonu", "en": "stage mic"}, 5_900, 0.38, True, 4),
    Product({"tr": "Salon hoparlörü, çift", "en": "Room speakers, pair"}, {"tr": "hoparlör", "en": "speaker"}, 18_900, 0.27, True, 2),
    Product({"tr": "Mikser", "en": "Mixer"}, {"tr": "mikser", "en": "mixer"}, 7_400, 0.30, True, 2),
    Product({"tr": "Mikrofon ayağı", "en": "Microphone stand"}, {"tr": "mikrofon ayağı", "en": "mic stand"}, 890, 0.45, True, 3),
)  # fmt: skip

PLANS: Final = {
    plan.key: plan
    for plan in (
        Plan("home", "Ev", 189, next_up="home_plus"),
        Plan("home_plus", "Ev Plus", 279, next_down="home"),
        Plan("venue", "Mekân", 1_290, next_up="venue_pro"),
        Plan("venue_pro", "Mekân Pro", 1_990, next_down="venue"),
        Plan("school", "Okul", 590),
    )
}
