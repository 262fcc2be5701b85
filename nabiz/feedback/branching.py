"""Which question comes next. Jumps lead forward only, so that no path can turn in a circle."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from nabiz.feedback.kinds import SCALES, values_of
from nabiz.feedback.models import Question

END = "end"
OPERATORS = ("is", "is_not", "at_most", "at_least", "has", "is_answered")
Answers = Mapping[str, Any]  # key of a question to the value of its answer


def path(questions: Sequence[Question], answers: Answers) -> list[Question]:
    """The questions in the order in which somebody with these answers meets them, up to the end."""
    found, at = [], 0
    while at < len(questions):
        question = questions[at]
        at += 1
        if question.shown_if and not holds(question.shown_if, answers):
            continue
        found.append(question)
        at = _after(question, questions, answers, at)
    return found


def next_open(questions: Sequence[Question], answers: Answers, passed: set[str]) -> Question | None:
    """The first question on the way that was neither answered nor passed over; None at the end."""
    way = path(questions, answers)
    return next((each for each in way if each.key not in answers and each.key not in passed), None)


def holds(condition: Mapping[str, Any], answers: Answers) -> bool:
    """Whether a condition is met. An answer that is not there meets none."""
    key = condition.get("question", "")
    return key in answers and matches(condition, answers[key])


def matches(condition: Mapping[str, Any], value: Any) -> bool:
    op, wanted = condition["op"], condition.get("value")
    if op == "is_answered":
        return True
    if op == "is":
        return str(value) == str(wanted)
    if op == "is_not":
        return str(value) != str(wanted)
    if op == "has":
        return isinstance(value, list) and wanted in value
    try:
        return int(value) <= int(wanted) if op == "at_most" else int(value) >= int(wanted)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False


def problems(questions: Sequence[Question]) -> Iterator[tuple[Question, str]]:
    """What is wrong with the branching, in words, beside the question that it is about."""
    place = {question.key: number for number, question in enumerate(questions)}
    for number, question in enumerate(questions):
        if question.shown_if and place.get(question.shown_if.get("question", ""), number) >= number:
            yield question, _("It is shown by the answer to a question that does not come before it.")
        for jump in question.jumps:
            if jump["to"] != END and place.get(jump["to"], -1) <= number:
                yield question, _("It jumps to a question that does not come after it.")
    reached = _reachable(questions, place)
    for question in questions:
        if question.key not in reached:
            yield (
                question,
                _("No path leads here: every answer before it jumps past, or its condition cannot come true."),
            )


def _after(question: Question, questions: Sequence[Question], answers: Answers, at: int) -> int:
    """The place that comes after a question: where its first matching jump leads, else the next."""
    if question.key not in answers:
        return at
    for jump in question.jumps:
        if matches(jump, answers[question.key]):
            if jump["to"] == END:
                return len(questions)
            return next((n for n, each in enumerate(questions) if each.key == jump["to"] and n >= at), at)
    return at


def _reachable(questions: Sequence[Question], place: Mapping[str, int]) -> set[str]:
    by_key, seen, waiting = {each.key: each for each in questions}, set(), [0]
    reached: set[str] = set()
    while waiting:
        at = waiting.pop()
        if at in seen or at >= len(questions):
            continue
        seen.add(at)
        question = questions[at]
        is_open = not question.shown_if or _can_hold(question.shown_if, by_key)
        if is_open:
            reached.add(question.key)
            waiting += [place[jump["to"]] for jump in question.jumps if place.get(jump["to"], -1) > at]
        if not is_open or question.shown_if or not _always_jumps(question):
            waiting.append(at + 1)
    return reached


def _can_hold(condition: Mapping[str, Any], by_key: Mapping[str, Question]) -> bool:
    asked = by_key.get(condition.get("question", ""))
    known = possible_values(asked) if asked else []
    return not known or any(matches(condition, value) or condition["op"] == "has" for value in known)


def _always_jumps(question: Question) -> bool:
    known = possible_values(question)
    return bool(known and question.is_required) and all(
        any(matches(jump, value) for jump in question.jumps) for value in known
    )


def possible_values(question: Question) -> list[Any]:
    """Every answer that there can be, where they can be counted."""
    if question.kind in SCALES:
        low, high = SCALES[question.kind]
        return list(range(low, high + 1))
    return list(values_of(question.options)) if question.kind == Question.Kind.CHOICE else []
