"""How the made-up company calls its surveys, places and reasons. The simulation knows them by key only."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from nabiz.demo.story import Happening

QUEUES: Final[dict[str, Promise]] = {
    "orders": _("Orders"),
    "technical": _("Technical help"),
    "songs": _("Songs"),
    "billing": _("Billing"),
}
WORDS: Final[dict[str, dict[str, Promise]]] = {
    "touchpoint": {
        "home page": _("home page"),
        "pricing page": _("pricing page"),
        "product page": _("product page"),
        "blog": _("blog"),
        "checkout": _("checkout"),
        "delivery": _("delivery"),
        "return": pgettext_lazy("of goods", "return"),
        "sign-in": _("sign-in"),
        "first song": _("first song"),
        "stage": pgettext_lazy("where one sings", "stage"),
        "song library": _("song library"),
        "duet scoring": _("duet scoring"),
        "song requests": _("song requests"),
        "support request": _("support request"),
        "support reply": _("support reply"),
        "invoice": _("invoice"),
        "relationship": _("relationship"),
    },
    "survey": {
        "relationship": _("Would you recommend us?"),
        "after_delivery": _("How was the delivery?"),
        "at_checkout": _("How was the checkout?"),
        "after_support": _("How did we help you?"),
        "first_song": _("How was your first song?"),
        "in_use": _("How is the song library?"),
        "at_renewal": _("How do you find your plan?"),
        "product_fit": _("How would you feel without us?"),
    },
    "reason": {
        "trial_over": _("the trial was enough"),
        "not_used": _("hardly used"),
        "price": _("too expensive"),
        "slow_support": _("slow support"),
        "missing_songs": _("songs are missing"),
        "device": _("trouble with device or app"),
        "payment_failed": _("payment failed"),
        "other": _("another reason"),
        "defective": _("defective"),
        "not_as_expected": _("not as expected"),
        "changed_my_mind": _("changed my mind"),
        "too_late": _("came too late"),
    },
    "feature": {
        "sing": _("singing"),
        "duet_scoring": _("duet scoring"),
        "phone_requests": _("song requests by phone"),
        "key_change": _("key change"),
        "playlist": _("playlist"),
        "kids_mode": _("children's mode"),
        "recording": _("recording"),
    },
    "carrier": {"road": _("by road"), "courier": _("by courier"), "air": _("by air")},
    "queue": QUEUES,
    "to": QUEUES,
    "details": {
        "order": _("order number"),
        "device": _("device and version"),
        "song": _("title and singer of the song"),
        "account": _("name on the account"),
    },
}
DEEDS: Final[dict[str, tuple[Promise, ...]]] = {
    "solved": (
        _("Called: the parcel was found and came the same day. A month is on us."),
        _("Apologised and sent a new device; the courier takes the old one along."),
        _("Went through the settings together, it works now."),
        _("The songs they missed are in; told them which ones."),
    ),
    "partly": (
        _("Half of the amount is refunded; the other half is with accounting."),
        _("It works by cable; for the wireless fault they wait for the update."),
    ),
    "unreachable": (_("Called twice and wrote once, no answer."), _("The number is switched off; wrote a mail.")),
    "not_solvable": (_("They want a shop in their town; we have none and said so."),),
}
FACT_OF_KIND: Final = {
    "survey.invited": "survey",
    "survey.bounced": "survey",
    "survey.answered": "survey",
    "subscription.ended": "reason",
    "order.returned": "reason",
    "feature.used": "feature",
    "order.shipped": "carrier",
    "conversation.opened": "queue",
    "conversation.transferred": "to",
    "details.asked_again": "details",
}


@dataclass(frozen=True)
class Wording:
    """The words of one language, looked up once for a whole story."""

    words: dict[str, dict[str, str]]

    def touchpoint(self, happening: Happening) -> str:
        return self.words["touchpoint"].get(happening.touchpoint, happening.touchpoint)

    def facts(self, happening: Happening) -> dict[str, Any]:
        name = FACT_OF_KIND.get(happening.kind)
        if name is None:
            return happening.facts
        return {**happening.facts, name: self.words[name][happening.facts[name]]}


def wording_in(language: str) -> Wording:
    with override(language):
        return Wording({group: {key: str(word) for key, word in words.items()} for group, words in WORDS.items()})


def deeds_in(language: str) -> dict[str, tuple[str, ...]]:
    """What is noted down when somebody was followed up, by the outcome."""
    with override(language):
        return {outcome: tuple(str(words) for words in told) for outcome, told in DEEDS.items()}
