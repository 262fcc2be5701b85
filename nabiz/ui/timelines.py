"""The plain data of a timeline: moments, grouped by the reader's days, in the order in which they come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone
from django.utils.functional import Promise


@dataclass(frozen=True)
class Moment:
    """`verbatim` is what the customer said, shown in full; `notes` are short facts shown small, such as a score."""

    at: datetime
    title: str | Promise
    icon: str = "circle-dot"
    channel: str = ""
    url: str = ""
    verbatim: str = ""
    language: str = ""
    notes: tuple[str | Promise, ...] = ()
    tone: str = "none"


def by_day(moments: Iterable[Moment]) -> list[tuple[date, list[Moment]]]:
    return [(day, list(group)) for day, group in groupby(moments, key=lambda moment: timezone.localdate(moment.at))]
