"""Events made ready to be shown: a sentence, a quote, a score, and runs of small things folded together."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone
from django.utils.translation import ngettext

from nabiz.timeline.facts import kind_named
from nabiz.timeline.models import Event
from nabiz.timeline.sentences import facts_beside, quote_of, sentence_of
from nabiz.ui import formats
from nabiz.ui.stages import stage_label

VIEWS = ("page.viewed", "screen.viewed")
FEWEST_VIEWS, FEWEST_USES = 2, 3  # from so many in a row they are folded together

# The highest bad and the lowest good answer of each measure; between them it is neither.
JUDGED = {"nps": (6, 9), "csat": (2, 4), "ces": (3, 5)}


@dataclass(frozen=True)
class Badge:
    text: str
    tone: str


@dataclass(frozen=True)
class Person:
    """Whose event it is, where a timeline shows several customers."""

    name: str
    url: str


@dataclass(frozen=True)
class Entry:
    at: datetime
    kind: str
    icon: str
    sentence: str
    quote: str = ""
    language: str = ""
    badge: Badge | None = None
    amount: str = ""
    channel: str = ""
    touchpoint: str = ""
    stage: str = ""
    by: str = ""
    person: Person | None = None
    facts: tuple[tuple[str, str], ...] = ()
    is_known: bool = True
    marks: tuple[Badge, ...] = ()


@dataclass(frozen=True)
class Run:
    """Several small things in a row, under one sentence."""

    sentence: str
    entries: list[Entry]

    @property
    def at(self) -> datetime:
        return self.entries[0].at

    @property
    def spans_days(self) -> bool:
        return timezone.localdate(self.entries[0].at) != timezone.localdate(self.entries[-1].at)


Line = Entry | Run
Marks = Callable[[Sequence[int]], Mapping[int, tuple[Badge, ...]]]
_markers: list[Marks] = []


def register_marks(marks: Marks) -> None:
    """Let a package above put badges beside events: it is given their ids, all of a page at once."""
    if marks not in _markers:
        _markers.append(marks)


def lines_by_day(
    events: Iterable[Event],
    *,
    members: Mapping[int, str] | None = None,
    people: Mapping[int, Person] | None = None,
    folded: bool = True,
) -> list[tuple[date, list[Line]]]:
    """The reader's days, newest first, with what happened on each; a run stands at its newest day.

    `people`: only where several share the timeline. `folded`: whether runs of small things become one line.
    """
    several = list(events)
    lines = list(_lines(several, members or {}, people or {}, folded, _marks_of(several)))
    return [(day, list(its)) for day, its in groupby(lines, key=lambda line: timezone.localdate(line.at))]


def entry_of(
    event: Event, by: str = "", person: Person | None = None, marks: Mapping[int, tuple[Badge, ...]] | None = None
) -> Entry:
    kind = kind_named(event.kind)
    return Entry(
        at=event.happened_at,
        kind=event.kind,
        icon=kind.icon if kind else "circle-dot",
        sentence=sentence_of(event),
        quote=quote_of(event),
        language=_language_of(event),
        badge=badge_of(event),
        amount=formats.format_money(event.value, event.currency) if event.value and event.currency else "",
        channel=event.channel,
        touchpoint=event.touchpoint,
        stage=str(stage_label(event.stage)) if event.stage else "",
        by=by,
        person=person,
        facts=tuple(facts_beside(event)),
        is_known=kind is not None,
        marks=(marks or {}).get(event.pk, ()),
    )


def badge_of(event: Event) -> Badge | None:
    """The score of an answer, with its measure in words so that the colour is never alone."""
    measure, score = event.facts.get("measure"), event.facts.get("score")
    if not isinstance(measure, str) or not isinstance(score, int) or isinstance(score, bool):
        return None
    return badge_for(measure, score)


def badge_for(measure: str, score: int, *, bare: bool = False) -> Badge:
    """`bare` where a column's heading already says the measure."""
    figure = formats.format_number(score)
    return Badge(figure if bare else f"{measure.upper()} {figure}", tone_of(measure, score))


def tone_of(measure: str, score: int) -> str:
    bad, good = JUDGED.get(measure.lower(), (None, None))
    if bad is None or good is None or bad < score < good:
        return "none"
    return "bad" if score <= bad else "good"


def _marks_of(events: Sequence[Event]) -> dict[int, tuple[Badge, ...]]:
    ids = [event.pk for event in events if event.pk is not None and not _is_small(event)]
    found: dict[int, tuple[Badge, ...]] = {}
    for marks in _markers if ids else ():
        for event_id, badges in marks(ids).items():
            found[event_id] = (*found.get(event_id, ()), *badges)
    return found


def _lines(
    events: Iterable[Event],
    members: Mapping[int, str],
    people: Mapping[int, Person],
    folded: bool,
    marks: Mapping[int, tuple[Badge, ...]],
) -> Iterator[Line]:
    for _run, group in groupby(events, key=_folds_with if folded else lambda event: (event.pk, None)):
        several = list(group)
        entries = [
            entry_of(each, members.get(each.member_id or 0, ""), people.get(each.customer_id or 0), marks)
            for each in several
        ]
        all_views = all(entry.kind in VIEWS for entry in entries)
        if len(entries) >= (FEWEST_VIEWS if all_views else FEWEST_USES):
            yield Run(_run_in_words(entries, all_views), entries)
        else:
            yield from entries


def _folds_with(event: Event) -> tuple[int, int | None]:
    """Small things that one person does again and again, such as using features, fold together; the rest never."""
    return (0, event.customer_id) if _is_small(event) else (event.pk, None)


def _is_small(event: Event) -> bool:
    kind = kind_named(event.kind)
    return kind is not None and kind.family == "usage"


def _run_in_words(entries: list[Entry], all_views: bool) -> str:
    if all_views:
        return ngettext("%(n)s page viewed", "%(n)s pages viewed", len(entries)) % {"n": len(entries)}
    labels = Counter(str(kind.label) for entry in entries if (kind := kind_named(entry.kind)))
    return ", ".join(f"{label} × {n}" if n > 1 else label for label, n in labels.most_common())


def _language_of(event: Event) -> str:
    language = event.facts.get("language")
    return language if isinstance(language, str) and language.isalpha() else ""
