"""The follow-ups of the last weeks, as the company's rules would have opened them, and what became of each."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from nabiz.demo.models import DemoRun
from nabiz.demo.wording import deeds_in
from nabiz.demo.writing import SOURCE
from nabiz.followups.models import Closure, Deed, FollowUp, Reask, Rule
from nabiz.team.models import Member
from nabiz.team.queries import company
from nabiz.timeline.commands import Draft, append_events
from nabiz.timeline.models import Event

BACK, LIVE = timedelta(days=70), timedelta(days=3)  # what is younger than the second opens one by itself
CLOSED: Final = 0.9
HOURS_TO_CLOSE: Final = 15.0
OUTCOMES: Final = {"solved": 0.62, "partly": 0.18, "unreachable": 0.13, "not_solvable": 0.07}
REASK_DAYS: Final = 14
ANSWERS_AGAIN, RECOVERS = 0.5, {"solved": 0.7, "partly": 0.4}
CALLED_AS: Final = ("nps", "csat")
GOOD: Final = {"nps": (8, 10), "csat": (4, 5)}


def write_follow_ups(run: DemoRun) -> None:
    """The rows once; their events as often as it is called, for the timeline keeps each of them once."""
    with transaction.atomic():
        if not _ours(run).exists():
            _write_rows(run)
        append_events(list(_drafts(run)))


def _ours(run: DemoRun) -> Any:
    within = {"opened_at__gt": run.ends_at - BACK - timedelta(days=1), "opened_at__lt": run.ends_at - LIVE}
    return FollowUp.objects.filter(customer_id__in=run.customer_ids, **within).order_by("answer")


def _write_rows(run: DemoRun) -> None:
    owners = _owners(run)
    rules = {rule.measure: rule for rule in Rule.objects.filter(measure__in=CALLED_AS)}
    asking = [(answer, rules[answer.facts["measure"]]) for answer in _answers(run) if answer.facts["measure"] in rules]
    rows = [_follow_up(answer, rule, owners[n % len(owners)]) for n, (answer, rule) in enumerate(asking)]
    chance, told = Random(run.seed + 3), deeds_in(_language())
    FollowUp.objects.bulk_create(rows)
    closed = [row for row in rows if chance.random() < CLOSED]
    closures = [_closure(row, chance) for row in closed]
    done = [each for each in closures if each.closed_at < run.ends_at]
    Closure.objects.bulk_create(done)
    Deed.objects.bulk_create([_deed(each, told[each.outcome], chance) for each in done])
    Reask.objects.bulk_create([_reask(each, run.ends_at, chance) for each in done])


def _answers(run: DemoRun) -> Sequence[Event]:
    low = Q(facts__measure="nps", facts__score__lte=6) | Q(facts__measure="csat", facts__score__lte=2)
    within = {"happened_at__gt": run.ends_at - BACK, "happened_at__lt": run.ends_at - LIVE}
    found = Event.objects.filter(low, kind="survey.answered", source=SOURCE, **within)
    return list(found.order_by("happened_at", "pk"))


def _owners(run: DemoRun) -> list[Member | None]:
    """Those of the story who answer customers; where the company had its own people, nobody is put to work."""
    roles = (Member.Role.AGENT, Member.Role.SUCCESS)
    return list(Member.objects.filter(pk__in=run.member_ids, role__in=roles).order_by("pk")) or [None]


def _follow_up(answer: Event, rule: Rule, owner: Member | None) -> FollowUp:
    assert answer.customer_id, "answers of the story are somebody's"
    opened = answer.happened_at + timedelta(seconds=2)
    return FollowUp(
        rule=rule, customer_id=answer.customer_id, answer=answer.pk, measure=answer.facts["measure"],
        score=answer.facts["score"], survey=answer.facts["survey"], owner=owner, opened_at=opened,
        due_at=opened + timedelta(hours=rule.due_hours), reask_days=REASK_DAYS,
    )  # fmt: skip


def _closure(row: FollowUp, chance: Random) -> Closure:
    after = timedelta(hours=HOURS_TO_CLOSE * chance.lognormvariate(0, 0.9))
    outcome = chance.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
    return Closure(follow_up=row, outcome=outcome, by=row.owner, closed_at=row.opened_at + after)


def _deed(closure: Closure, words: Sequence[str], chance: Random) -> Deed:
    kind = chance.choice((Deed.Kind.CALL, Deed.Kind.MAIL))
    return Deed(follow_up=closure.follow_up, kind=kind, text=chance.choice(words), by=closure.by, at=closure.closed_at)


def _reask(closure: Closure, now: datetime, chance: Random) -> Reask:
    row, due = closure.follow_up, closure.closed_at + timedelta(days=REASK_DAYS)
    reask = Reask(follow_up=row, due_at=due)
    if due < now:
        reask.asked_at, reask.invitation = due, f"again-{row.answer}"
    answered = due + timedelta(hours=2 + 60 * chance.random())
    if answered < now and chance.random() < ANSWERS_AGAIN:
        is_well, first = chance.random() < RECOVERS.get(closure.outcome, 0.1), row.score or 0
        low, high = GOOD[row.measure] if is_well else (max(first - 1, 1), first)
        reask.score, reask.answered_at, reask.has_recovered = chance.randint(low, high), answered, is_well
    return reask


def _drafts(run: DemoRun) -> Iterator[Draft]:
    for row in _ours(run).select_related("closure", "reask", "customer"):
        yield _draft(run, row, "followup.opened", row.opened_at, measure=row.measure, score=row.score, due_hours=24)
        if hasattr(row, "closure"):
            yield _closed(run, row, row.closure)
        if hasattr(row, "reask") and row.reask.asked_at:
            yield from _asked_again(run, row, row.reask)


def _closed(run: DemoRun, row: FollowUp, its: Closure) -> Draft:
    seconds, is_on_time = int((its.closed_at - row.opened_at).total_seconds()), its.closed_at <= row.due_at
    about = {"outcome": its.outcome, "seconds_open": seconds, "was_on_time": is_on_time}
    return _draft(run, row, "followup.closed", its.closed_at, **about)


def _asked_again(run: DemoRun, row: FollowUp, reask: Reask) -> Iterator[Draft]:
    asked: dict[str, Any] = {"survey": row.survey, "measure": row.measure, "invitation": reask.invitation}
    assert reask.asked_at
    yield _draft(run, row, "followup.reasked", reask.asked_at, invitation=reask.invitation)
    yield _draft(run, row, "survey.invited", reask.asked_at, **asked)
    if reask.answered_at:
        yield _draft(run, row, "survey.answered", reask.answered_at, score=reask.score, **asked)
        again = {"score": reask.score, "first_score": row.score, "has_recovered": reask.has_recovered}
        yield _draft(run, row, "followup.answered_again", reask.answered_at, measure=row.measure, **again)


def _draft(run: DemoRun, row: FollowUp, kind: str, at: datetime, **facts: Any) -> Draft:
    own = {} if kind.startswith("survey.") else {"follow_up": row.pk}
    return Draft(
        kind, at, row.customer_id, row.customer.account_id, channel="email", facts=own | facts, source=SOURCE,
        message_id=f"{run.seed}-{kind}-{row.answer}", received_at=at,
    )  # fmt: skip


def _language() -> str:
    at_home = company()
    return at_home.language if at_home else "en"
