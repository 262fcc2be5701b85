"""What can be asked, and what an answer to it looks like."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nabiz.feedback.models import Question
from nabiz.feedback.texts import cleaned, one_line

Kind = Question.Kind
LONGEST_COMMENT = 4_000
LONGEST_LINE = 200
SCALES: dict[str, tuple[int, int]] = {
    Kind.SCALE_10: (0, 10),
    Kind.SCALE_5: (1, 5),
    Kind.SMILEYS: (1, 5),
    Kind.SCALE_7: (1, 7),
}
ONE_TAP = frozenset({*SCALES, Kind.CHOICE})  # each answer is a button of its own
WITH_OPTIONS = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.MATRIX, Kind.RANK})
MEASURES: dict[str, tuple[str, ...]] = {
    "nps": (Kind.SCALE_10,),
    "csat": (Kind.SCALE_5, Kind.SMILEYS),
    "ces": (Kind.SCALE_7,),
    "ces5": (Kind.SCALE_5,),
    "pmf": (Kind.CHOICE,),
}
CONTACT_FIELDS = ("name", "email", "phone")


@dataclass(frozen=True)
class Given:
    """An answer that was read. `value` None: nothing was answered. `problem`: what is wrong with it, in words."""

    value: Any = None
    score: int | None = None
    problem: str = ""
    was_cut: bool = False


def read(question: Question, form: QueryDict) -> Given:
    """Read what was sent for a question. Whatever does not fit it counts as nothing answered."""
    given = _READERS[question.kind](question, form)
    if given.value is None and not given.problem and question.is_required:
        return Given(problem=missing(question))
    return given


def missing(question: Question) -> str:
    if question.kind in ONE_TAP:
        return _("Please choose one of the answers.")
    if question.kind == Kind.CHOICES:
        return _("Please choose at least one answer.")
    if question.kind == Kind.CONSENT:
        return _("We can only go on if you agree. You can also close this page.")
    return _("Please answer this question to go on.")


def score_of(question: Question, value: Any) -> int | None:
    """The number that a measure counts: the point of a scale, or what an option is worth."""
    if question.kind in SCALES:
        return int(value)
    if question.kind == Kind.CHOICE:
        return next((each.get("score") for each in question.options if each["value"] == value), None)
    return None


def _read_scale(question: Question, form: QueryDict) -> Given:
    low, high = SCALES[question.kind]
    sent = str(form.get("a", ""))
    points = {str(point): point for point in range(low, high + 1)}
    return Given(points[sent], points[sent]) if sent in points else Given()


def _read_choice(question: Question, form: QueryDict) -> Given:
    sent = form.get("a", "")
    return Given(sent, score_of(question, sent)) if sent in values_of(question.options) else Given()


def _read_choices(question: Question, form: QueryDict) -> Given:
    sent = set(form.getlist("a"))
    chosen = [value for value in values_of(question.options) if value in sent]
    return Given(chosen or None)


def _read_matrix(question: Question, form: QueryDict) -> Given:
    columns = values_of(question.options)
    sent = {row: form.get(f"a-{row}", "") for row in values_of(question.rows)}
    chosen = {row: value for row, value in sent.items() if value in columns}
    left = len(question.rows) - len(chosen)
    if question.is_required and left:
        return Given(
            chosen or None, problem=ngettext("One row is still open.", "%(n)s rows are still open.", left) % {"n": left}
        )
    return Given(chosen or None)


def _read_rank(question: Question, form: QueryDict) -> Given:
    """Places as chosen. Two things on one place, or a place left out, is said and not guessed at."""
    values = values_of(question.options)
    places = {str(place) for place in range(1, len(values) + 1)}
    sent = {value: place for value in values if (place := str(form.get(f"a-{value}", ""))) in places}
    if not sent:
        return Given()
    order = sorted(sent, key=lambda value: int(sent[value]))
    if len(set(sent.values())) < len(sent):
        return Given(order, problem=_("Two answers have the same place. Give each a place of its own."))
    if sorted(map(int, sent.values())) != list(range(1, len(sent) + 1)):
        return Given(order, problem=_("A place is left out. Begin with 1 and go on without a gap."))
    return Given(order)


def _read_text(question: Question, form: QueryDict) -> Given:
    text = cleaned(str(form.get("a", "")))
    kept = text[:LONGEST_COMMENT].rstrip()
    return Given(kept or None, was_cut=len(text) > LONGEST_COMMENT)


def _read_contact(question: Question, form: QueryDict) -> Given:
    sent = {name: one_line(form.get(f"a-{name}", ""), LONGEST_LINE) for name in CONTACT_FIELDS}
    kept = {name: value for name, value in sent.items() if value}
    if "email" in kept and ("@" not in kept["email"] or " " in kept["email"]):
        return Given(kept, problem=_("This e-mail address cannot be right. It needs an @ and no space."))
    return Given(kept or None)


def _read_consent(question: Question, form: QueryDict) -> Given:
    """Not agreeing is an answer too, unless the question cannot do without."""
    agreed = form.get("a", "") == "yes"
    return Given(agreed) if agreed or not question.is_required else Given()


def values_of(options: list[Mapping[str, Any]]) -> list[str]:
    return [str(each["value"]) for each in options]


_READERS: dict[str, Callable[[Question, QueryDict], Given]] = {
    Kind.SCALE_10: _read_scale,
    Kind.SCALE_5: _read_scale,
    Kind.SMILEYS: _read_scale,
    Kind.SCALE_7: _read_scale,
    Kind.CHOICE: _read_choice,
    Kind.CHOICES: _read_choices,
    Kind.MATRIX: _read_matrix,
    Kind.RANK: _read_rank,
    Kind.TEXT: _read_text,
    Kind.CONTACT: _read_contact,
    Kind.CONSENT: _read_consent,
}
