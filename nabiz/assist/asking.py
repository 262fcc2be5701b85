"""Ask the language model for something that is checked before anybody sees it. It gets two tries; then nothing changes.

    label = ask("label", [system, told], check=read_label, about=customer_ids)

Each request is written down as it left, with what came back and what it used.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from nabiz.assist.engines import check_budget, engine, note_spending
from nabiz.assist.models import Call, Engine
from nabiz.assist.problems import NotAsked, Unusable
from nabiz.assist.wire import LONGEST_ANSWER, Completion, Message, complete, estimate
from nabiz.language.cleaning import clean
from nabiz.language.masking import mask

if TYPE_CHECKING:
    from nabiz.team.models import Member

T = TypeVar("T")
LONGEST_PROMPT = 20_000  # characters of one message
LONGEST_OUTPUT = 10_000
REPAIR = """Your answer was:
{output}

That cannot be used: {problem}. Answer again with the JSON object alone, as described above."""
TRIAL = 'Answer with this JSON object and nothing else: {"ready": true}'
WITH_EFFORT = frozenset({"too_slow", "too_large", "no_endpoint"})  # the model may have worked for nothing


def ask(
    task: str,
    messages: Sequence[Message],
    *,
    check: Callable[[str], T],
    about: Iterable[int] = (),
    is_trial: bool = False,
) -> T:
    """What `check` makes of the answer. `about` are the customers whose words are in it. Raises NotAsked."""
    its = engine()
    if its is None or not (its.is_on or is_trial):
        raise NotAsked("off")
    said = [each | {"content": mask(clean(each["content"], LONGEST_PROMPT)).text} for each in messages]
    customers = sorted(set(about))
    try:
        return _try(its, task, said, check, customers)
    except _Again as again:
        said += [{"role": "user", "content": REPAIR.format(output=again.output, problem=again.problem)}]
    try:
        return _try(its, task, said, check, customers)
    except _Again as again:
        raise NotAsked("unusable", again.problem) from again


def try_out() -> None:
    """Ask for nearly nothing, whether it is on or not. Raises NotAsked."""
    ask("trial", [{"role": "user", "content": TRIAL}], check=_ready, is_trial=True)


def json_in(output: str) -> dict[str, Any]:
    """The JSON object in an answer, also between words or fences. Raises Unusable."""
    begin, end = output.find("{"), output.rfind("}")
    try:
        content = json.loads(output[begin : end + 1]) if 0 <= begin < end else None
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise Unusable(gettext_noop("it is not one valid JSON object"))
    return content


def visible_calls(member: "Member") -> "QuerySet[Call]":
    return Call.objects.all() if member.can("manage") else Call.objects.none()


def forget(customer_ids: Sequence[int], needles: Sequence[str]) -> None:
    """Called by the erasure of customers, in its transaction: every request with their words, or that names them."""
    theirs = Q(pk=None)
    for number in customer_ids:
        theirs |= Q(customers__contains=[number])
    for needle in needles:
        theirs |= Q(prompt__icontains=needle) | Q(output__icontains=needle) | Q(problem__icontains=needle)
        theirs |= Q(customers__icontains=needle) | Q(model__icontains=needle)
    Call.objects.filter(theirs).delete()


def old_calls(before: datetime) -> "QuerySet[Call]":
    return Call.objects.filter(at__lt=before)


class _Again(Exception):
    """The answer cannot be used as it is."""

    def __init__(self, output: str, problem: str) -> None:
        super().__init__(problem)
        self.output, self.problem = output, problem


def _try(its: Engine, task: str, said: list[Message], check: Callable[[str], T], customers: list[int]) -> T:
    call = Call(task=task, model=its.model, prompt=said, customers=customers, outcome=Call.Outcome.FAILED)
    check_budget(its, estimate(said) + LONGEST_ANSWER)
    try:
        found = complete(its, said)
    except NotAsked as problem:
        call.problem, call.is_estimated = str(problem), True
        call.tokens = estimate(said) if problem.why in WITH_EFFORT else 0
        _note(call)
        raise
    call.output = mask(found.text[:LONGEST_OUTPUT]).text
    call.tokens, call.is_estimated = _used(found, said), found.tokens is None
    try:
        checked = check(found.text[:LONGEST_OUTPUT])
    except Unusable as problem:
        call.outcome, call.problem = Call.Outcome.UNUSABLE, str(problem)
        _note(call)
        raise _Again(call.output, str(problem)) from problem
    call.outcome = Call.Outcome.USED
    _note(call)
    return checked


def _note(call: Call) -> None:
    call.save()
    note_spending(call.tokens)


def _used(found: Completion, said: list[Message]) -> int:
    return found.tokens or estimate([*said, {"content": found.text}])


def _ready(output: str) -> bool:
    if json_in(output).get("ready") is not True:
        raise Unusable(gettext_noop("it does not say that it is ready"))
    return True
