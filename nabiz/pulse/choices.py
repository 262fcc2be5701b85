"""What the reader has chosen to look at: one period and one segment, in the address, for every tile at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise

from nabiz.metrics.choices import CHOICES, USUAL


@dataclass(frozen=True)
class Choice:
    period: str = USUAL
    segment: str = ""

    @property
    def url(self) -> str:
        wanted = {"period": self.period if self.period != USUAL else "", "segment": self.segment}
        query = urlencode({name: value for name, value in wanted.items() if value})
        return reverse("pulse:pulse") + (f"?{query}" if query else "")

    @property
    def where(self) -> dict[str, list[str]]:
        return {"segment": [self.segment]} if self.segment else {}


@dataclass(frozen=True)
class Option:
    label: str | Promise
    url: str
    is_current: bool


def choice_from(query: QueryDict, segments: Sequence[str]) -> Choice:
    """What the address says, as far as it makes sense; the rest falls back to the usual."""
    period, segment = query.get("period", USUAL), query.get("segment", "")
    return Choice(period if period in CHOICES else USUAL, segment if segment in segments else "")


def period_options(choice: Choice) -> list[Option]:
    return [Option(each.label, Choice(key, choice.segment).url, key == choice.period) for key, each in CHOICES.items()]
