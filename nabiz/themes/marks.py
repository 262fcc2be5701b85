"""How a text was understood, in a few words: its theme, its tone, what it says about each thing, and what speaks
against it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nabiz.themes.models import Theme, Verbatim
from nabiz.themes.queries import verbatims_of_events
from nabiz.themes.starters import NAMED
from nabiz.timeline.entries import Badge

LABELS: dict[str, Promise] = {
    "negative": pgettext_lazy("tone", "Negative"),
    "neutral": pgettext_lazy("tone", "Neutral"),
    "positive": pgettext_lazy("tone", "Positive"),
}
TONES = {"negative": "bad", "neutral": "none", "positive": "good"}
MARKS = {"negative": "\u2212", "neutral": "\u00b1", "positive": "+"}
SIGNS: dict[str, Promise] = {
    "gibberish": _("keys hit at random"),
    "advertisement": _("looks like an advertisement"),
    "links": _("little but links"),
    "repetition": _("the same words over and over"),
    "hidden": _("hidden characters"),
}
FORCEFUL = 0.5  # intensity from which on a text is called forceful


@dataclass(frozen=True)
class Understood:
    """`aspects`: each thing a text names, with a sign and a tone, if it names several; `signs` tell against it."""

    theme: Theme
    label: str | Promise
    tone: str
    aspects: tuple[tuple[str, str], ...]
    signs: tuple[str | Promise, ...]
    is_forceful: bool


def marks_of(event_ids: Sequence[int]) -> dict[int, tuple[Badge, ...]]:
    """For each of these events that was read, its theme, its tone, and the several things that it names, as badges."""
    return {number: tuple(_badges(said)) for number, said in how_understood(event_ids).items()}


def how_understood(event_ids: Iterable[int]) -> dict[int, Understood]:
    return {number: understood(said) for number, said in verbatims_of_events(event_ids).items()}


def understood(said: Verbatim) -> Understood:
    return Understood(
        said.theme,
        LABELS[said.label],
        TONES[said.label],
        aspects_of(said.aspects),
        tuple(SIGNS.get(each, each) for each in said.signs),
        said.intensity >= FORCEFUL,
    )


def aspects_of(aspects: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    """("Delivery \u2212", "bad"), ("Product +", "good"); nothing where only one thing is named."""
    found = ((str(NAMED.get(a["theme"], a["theme"])), a["label"]) for a in aspects)
    several = tuple((f"{name} {MARKS[label]}", TONES[label]) for name, label in found)
    return several if len(several) > 1 else ()


def _badges(its: Understood) -> Iterable[Badge]:
    yield Badge(str(its.theme), "none")
    yield Badge(str(its.label), its.tone)
    yield from (Badge(name, tone) for name, tone in its.aspects)
