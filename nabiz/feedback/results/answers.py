"""The answers themselves: a table that can be narrowed, sorted and paged, and all of them as rows of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa

from nabiz.customers.queries import visible_customers
from nabiz.feedback.results.looking import ORDERS, PLACES, Looking, answer_choices, chips_of
from nabiz.feedback.results.scores import NAMES, SCALES, tone_of, valid
from nabiz.themes.queries import verbatims_of_events
from nabiz.themes.sources import text_of

if TYPE_CHECKING:
    from nabiz.feedback.models import Survey
    from nabiz.team.models import Member
    from nabiz.timeline.models import Event

LIMIT, ROWS = 50_000, 50
KEPT = ("period", *PLACES, "segment", "weighted")
FILTERS = ("score", "tone", "theme", "words")
COLUMNS = pa.schema(
    [("answered_at", pa.timestamp("us", "UTC"))]
    + [(name, pa.string()) for name in ("customer", "measure")]
    + [("score", pa.int16())]
    + [(name, pa.string()) for name in ("channel", "touchpoint", "stage", "language", "theme", "tone", "comment")]
    + [("response", pa.string())]
)


class Said(Protocol):
    """How a comment was understood."""

    theme_id: int
    theme: Any
    label: str


@dataclass(frozen=True)
class Row:
    """One answer."""

    event: Event
    person: str
    score: str
    tone: str
    comment: str
    theme: str


def said_in(answers: Sequence[Event]) -> dict[int, Said]:
    """What was understood of the comments, by the number of the event."""
    return dict(verbatims_of_events(each.pk for each in answers))


def measured(event: Event) -> tuple[str, int | None]:
    """The measure and the score of an answer; no score where there is none, or one that is off its scale."""
    measure, score = event.facts.get("measure"), event.facts.get("score")
    if not isinstance(measure, str) or measure not in SCALES or not isinstance(score, int) or isinstance(score, bool):
        return "", None
    return measure, score if valid(measure, [score]) else None


def chosen(seen: Looking, answers: Iterable[Event], read: Mapping[int, Said]) -> list[Event]:
    """Those that the table is narrowed to, in its order."""
    found = [each for each in answers if _fits(seen, each, read.get(each.pk))]
    if seen.order == "oldest":
        found.reverse()
    elif seen.order in ("lowest", "highest"):
        found.sort(key=lambda event: _height(event, seen.order))  # stable: among equals the newest stays first
    return found


def page_of_answers(
    survey: Survey,
    seen: Looking,
    found: Sequence[Event],
    page: int,
    *,
    topics: Sequence[tuple[str, str]],
    member: Member,
) -> dict[str, Any]:
    """`found` are those that the table is narrowed to, in its order; `topics` the themes that can be chosen."""
    pages = max(1, -(-len(found) // ROWS))
    page = min(page, pages)
    first = (page - 1) * ROWS
    rows = rows_of(found[first : first + ROWS], member)
    return {
        "rows": rows,
        "listed": {"first": first + 1, "last": first + len(rows), "all": len(found)},
        "earlier_url": seen.address(survey.pk, page=page - 1) if page > 1 else "",
        "later_url": seen.address(survey.pk, page=page + 1) if page < pages else "",
        "choices": answer_choices(seen, topics),
        "orders": list(ORDERS.items()),
        "chips": chips_of(seen, survey.pk, FILTERS, dict(topics)),
        "kept": [(name, value) for name in KEPT if (value := getattr(seen, name))],
    }


def rows_of(answers: Sequence[Event], member: Member) -> list[Row]:
    people = visible_customers(member).in_bulk([each.customer_id for each in answers if each.customer_id])
    read = said_in(answers)
    rows = []
    for event in answers:
        measure, score = measured(event)
        shown = f"{NAMES[measure]} {score}" if measure and score is not None else ""
        tone = tone_of(measure, score) if measure and score is not None else "none"
        said = read.get(event.pk)
        person = str(people.get(event.customer_id or 0, ""))
        rows.append(Row(event, person, shown, tone, text_of(event), str(said.theme) if said else ""))
    return rows


def records_of(answers: Sequence[Event], member: Member) -> Iterator[dict[str, Any]]:
    """Each answer by the names of `COLUMNS`; comments without what would identify a person."""
    read = said_in(answers)
    for row in rows_of(answers, member):
        event, said = row.event, read.get(row.event.pk)
        measure, score = measured(event)
        yield {
            "answered_at": event.happened_at,
            "customer": row.person,
            "measure": measure,
            "score": score,
            "channel": event.channel,
            "touchpoint": event.touchpoint,
            "stage": event.stage,
            "language": str(event.facts.get("language") or ""),
            "theme": row.theme,
            "tone": said.label if said else "",
            "comment": row.comment,
            "response": str(event.facts.get("response") or ""),
        }


def _fits(seen: Looking, event: Event, said: Said | None) -> bool:
    measure, score = measured(event)
    tone = tone_of(measure, score) if score is not None else ""
    return (
        seen.score in ("", tone)
        and seen.tone in ("", said.label if said else None)
        and seen.theme in ("", str(said.theme_id) if said else None)
        and seen.words in ("", "yes" if event.facts.get("comment") else "no")
    )


def _height(event: Event, order: str) -> tuple[bool, float]:
    """Where a score stands on its scale; answers without one come last, whichever way."""
    measure, score = measured(event)
    if score is None:
        return True, 0.0
    lowest, highest, _good = SCALES[measure]
    height = (score - lowest) / (highest - lowest)
    return False, height if order == "lowest" else -height
