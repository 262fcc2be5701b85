"""What was answered to the questions that feed no score: how often each answer was chosen, with its bounds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nabiz.customers.queries import in_segment
from nabiz.feedback.kinds import SCALES
from nabiz.feedback.models import Answer, Question
from nabiz.feedback.queries import responses_of
from nabiz.feedback.results.looking import PLACES
from nabiz.feedback.texts import said
from nabiz.statistics import proportions

if TYPE_CHECKING:
    from nabiz.feedback.models import Response, Survey
    from nabiz.feedback.results.looking import Looking

Kind = Question.Kind
COUNTED = (*SCALES, Kind.CHOICE, Kind.CHOICES, Kind.MATRIX, Kind.RANK, Kind.CONSENT)
MOST = 200_000


@dataclass(frozen=True)
class Line:
    """How many chose one answer, and which share of those who answered that is."""

    label: str
    count: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Asked:
    """One question, or one row of a matrix, and how `n` people answered it. `note` says how to read it."""

    title: str
    n: int
    lines: tuple[Line, ...]
    note: str = ""


def questions_asked(survey: Survey, seen: Looking) -> list[Asked]:
    """In the order of the newest version that was answered; a question that is no longer asked keeps its answers."""
    values: dict[str, list[Any]] = defaultdict(list)
    newest: dict[str, Question] = {}
    answers = Answer.objects.filter(response__in=_responses(survey, seen).order_by(), question__kind__in=COUNTED)
    for answer in answers.filter(question__measure="").select_related("question__version")[:MOST]:
        key = answer.question.key
        values[key].append(answer.value)
        if key not in newest or answer.question.version.number > newest[key].version.number:
            newest[key] = answer.question
    ordered = sorted(newest.values(), key=lambda each: (-each.version.number, each.position))
    return [asked for question in ordered for asked in _asked(question, values[question.key])]


def answers_in_words(response: Response) -> list[tuple[str, str]]:
    """Each question that somebody answered, with the answer as the reader would say it."""
    answers = response.answers.select_related("question").order_by("question__position", "question_id")
    return [(_title(each.question), in_words(each.question, each.value)) for each in answers]


def in_words(question: Question, value: Any) -> str:
    options = _labels(question)
    if question.kind == Kind.MATRIX and isinstance(value, dict):
        rows = {str(each["value"]): _label(each) for each in question.rows}
        return ", ".join(f"{rows.get(row, row)}: {options.get(chosen, chosen)}" for row, chosen in value.items())
    if question.kind == Kind.CONTACT and isinstance(value, dict):
        return ", ".join(str(part) for part in value.values())
    if question.kind == Kind.CONSENT:
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return (" › " if question.kind == Kind.RANK else ", ").join(options.get(str(each), str(each)) for each in value)
    return options.get(str(value), str(value))


def _responses(survey: Survey, seen: Looking) -> Any:
    places = {name: value for name in PLACES if (value := getattr(seen, name))}
    found = responses_of(survey).filter(started_at__gte=seen.since, **places)
    return found.filter(customer__in=in_segment(seen.segment).values("pk")) if seen.segment else found


def _asked(question: Question, values: Sequence[Any]) -> Iterator[Asked]:
    title, options = _title(question), _labels(question)
    if question.kind == Kind.MATRIX:
        for row in question.rows:
            chosen = [value[row["value"]] for value in values if row["value"] in value]
            if chosen:
                yield Asked(f"{title} – {_label(row)}", len(chosen), _lines(options, Counter(chosen), len(chosen)))
    elif question.kind == Kind.RANK:
        first = Counter(value[0] for value in values if value)
        yield Asked(title, len(values), _lines(options, first, len(values)), _("How often each was put first."))
    elif question.kind == Kind.CHOICES:
        counts = Counter(each for value in values for each in value)
        yield Asked(title, len(values), _lines(options, counts, len(values)), _("Several could be chosen."))
    else:
        counts = Counter(map(str, values))
        yield Asked(title, len(values), _lines(options, counts, len(values)))


def _lines(options: Mapping[str, str], counts: Counter[str], n: int) -> tuple[Line, ...]:
    """Every option that is offered, and those that were once."""
    labels = {**options, **{value: value for value in counts if value not in options}}
    return tuple(_line(label, counts[value], n) for value, label in labels.items())


def _line(label: str, count: int, n: int) -> Line:
    share = proportions.interval(float(count), float(n))
    return Line(label, count, float(share.value), float(share.low), float(share.high))


def _labels(question: Question) -> dict[str, str]:
    if question.kind in SCALES:
        low, high = SCALES[question.kind]
        return {str(point): str(point) for point in range(low, high + 1)}
    if question.kind == Kind.CONSENT:
        return {"True": _("Yes"), "False": _("No")}
    return {str(each["value"]): _label(each) for each in question.options}


def _label(option: Mapping[str, Any]) -> str:
    return said(option["texts"], "label", get_language() or "en") or str(option["value"])


def _title(question: Question) -> str:
    return said(question.texts, "title", get_language() or "en") or question.key
