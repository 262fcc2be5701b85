"""What a member looks at in the results, as it stands in the address: where people were asked, and which answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nabiz.customers.queries import in_segment, visible_segments
from nabiz.feedback.events import SurveyAnswered
from nabiz.timeline.facts import Fact
from nabiz.timeline.matters import between
from nabiz.ui.channels import channel_named
from nabiz.ui.lists import Chip
from nabiz.ui.stages import stage_label

if TYPE_CHECKING:
    from nabiz.team.models import Member
    from nabiz.timeline.models import Event

PERIODS = {"90": _("90 days"), "365": _("12 months"), "all": _("Everything")}
DAYS = {"90": 90, "365": 365, "all": 3650}
PLACES = ("channel", "stage", "touchpoint")
NAMES: dict[str, str | Promise] = {
    "channel": _("Channel"),
    "stage": _("Stage"),
    "touchpoint": _("Touchpoint"),
    "segment": _("Segment"),
    "score": _("Score"),
    "tone": _("Tone"),
    "theme": _("Theme"),
    "words": _("Comment"),
}
SCORES = {
    "good": pgettext_lazy("score", "good"),
    "none": pgettext_lazy("score", "in between"),
    "bad": pgettext_lazy("score", "bad"),
}
TONES = {
    "negative": pgettext_lazy("tone", "Negative"),
    "neutral": pgettext_lazy("tone", "Neutral"),
    "positive": pgettext_lazy("tone", "Positive"),
}
WORDS = {"yes": _("with a comment"), "no": _("without a comment")}
ORDERS = {
    "newest": _("The newest first"),
    "oldest": _("The oldest first"),
    "lowest": _("The lowest score first"),
    "highest": _("The highest score first"),
}
WEIGHTS = ("channel", "stage")
WIDEST = 200  # characters of a filter that are read


@dataclass(frozen=True)
class Looking:
    """`channel` to `segment` narrow everything on the page, `score` to `words` the table of answers alone."""

    period: str = "90"
    channel: str = ""
    stage: str = ""
    touchpoint: str = ""
    segment: str = ""
    score: str = ""
    tone: str = ""
    theme: str = ""
    words: str = ""
    order: str = "newest"
    weighted: str = ""

    @property
    def since(self) -> datetime:
        return timezone.now() - timedelta(days=DAYS[self.period])

    @property
    def is_narrow(self) -> bool:
        return any(getattr(self, name) for name in (*PLACES, "segment"))

    def query(self, **other: str | int) -> str:
        """What differs from a plain page, for an address."""
        plain, pairs = asdict(Looking()), asdict(self) | other
        return urlencode({key: value for key, value in pairs.items() if value and plain.get(key) != value})

    def address(self, number: int, **other: str | int) -> str:
        query = self.query(**other)
        return f"{reverse('feedback:results', args=[number])}{'?' + query if query else ''}"

    def events(self, fact: type[Fact], survey: str) -> QuerySet[Event]:
        """Events of a survey in this time and these places, about these people, the newest first."""
        found = between(fact, self.since, timezone.now()).filter(facts__survey=survey)
        found = found.filter(**{name: value for name in PLACES if (value := getattr(self, name))})
        return found.filter(customer_id__in=in_segment(self.segment).values("pk")) if self.segment else found


def looking(query: QueryDict) -> Looking:
    """What is not known counts as not said."""
    given = {name: query.get(name, "").replace("\x00", "")[:WIDEST] for name in (*Looking.__dataclass_fields__,)}
    known: dict[str, Iterable[str]] = {
        "period": PERIODS,
        "score": SCORES,
        "tone": TONES,
        "words": WORDS,
        "order": ORDERS,
        "weighted": WEIGHTS,
    }
    theme = given["theme"]
    given["theme"] = theme if theme.isascii() and theme.isdecimal() and len(theme) < 10 else ""
    return Looking(**{name: value for name, value in given.items() if value and value in known.get(name, [value])})


def period_links(seen: Looking, number: int) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": seen.address(number, period=key), "is_current": key == seen.period}
        for key, label in PERIODS.items()
    ]


def place_choices(seen: Looking, survey: str, member: Member) -> list[dict[str, Any]]:
    """What the whole page can be narrowed to: the places that occur in this time, and the segments."""
    answers = Looking(period=seen.period).events(SurveyAnswered, survey).order_by()
    occurring = {name: sorted(filter(None, answers.values_list(name, flat=True).distinct())) for name in PLACES}
    options = {name: [(value, said(name, value)) for value in values] for name, values in occurring.items()}
    options["segment"] = [(each.slug, each.name) for each in visible_segments(member)]
    return [_choice(seen, name, some) for name, some in options.items() if some]


def answer_choices(seen: Looking, themes: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """What the table of answers can be narrowed to, and how it is sorted."""
    options: dict[str, list[Any]] = {
        "score": list(SCORES.items()),
        "tone": list(TONES.items()),
        "theme": sorted(themes, key=lambda pair: pair[1]),
        "words": list(WORDS.items()),
    }
    return [_choice(seen, name, some) for name, some in options.items() if some]


def chips_of(seen: Looking, number: int, names: Iterable[str], known: dict[str, str] | None = None) -> list[Chip]:
    """The filters that are set, in words; `known` are names of values that a filter does not know by itself."""
    return [
        Chip(f"{NAMES[name]}: {(known or {}).get(value) or said(name, value)}", seen.address(number, **{name: ""}))
        for name in names
        if (value := getattr(seen, name))
    ]


def said(name: str, value: str) -> str:
    """A value as the reader calls it."""
    if not value:
        return "–"
    if name == "channel":
        return str(channel_named(value).label)
    if name == "stage":
        return str(stage_label(value))
    return str({"score": SCORES, "tone": TONES, "words": WORDS}.get(name, {}).get(value, value))


def _choice(seen: Looking, name: str, options: list[Any]) -> dict[str, Any]:
    return {"name": name, "label": NAMES[name], "options": options, "chosen": getattr(seen, name)}
