"""The endpoint that the owner has entered, and what of its budget is left."""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from nabiz.assist.events import EngineChanged
from nabiz.assist.models import Engine, Spending
from nabiz.assist.problems import NotAsked
from nabiz.team.boxes import Unreadable, locked, opened
from nabiz.timeline.commands import Actor, announce

PURPOSE = "nabiz.assist"


def engine() -> Engine | None:
    return Engine.objects.first()


def is_on() -> bool:
    """Whether anything is asked at all. Without it everything else goes on as it is."""
    return Engine.objects.filter(is_on=True).exists()


def key_of(its: Engine) -> str:
    try:
        return opened(its.boxed, PURPOSE) if its.boxed else ""
    except Unreadable as error:
        raise NotAsked("sealed") from error


@transaction.atomic
def set_engine(base: str, model: str, *, key: str, budget: int, is_on: bool, by: Actor) -> Engine:
    """Ask this endpoint from now on, or keep it for later. An empty key stays as it is, unless the address changes."""
    its = engine() or Engine()
    if key or its.base != base:  # a key is never sent to another address than the one it was entered for
        its.boxed = locked(key, PURPOSE) if key else ""
    its.base, its.model, its.budget, its.is_on = base, model, budget, is_on
    its.save()
    announce(EngineChanged(state="on" if is_on else "off", model=model), by=by)
    return its


@transaction.atomic
def remove_engine(*, by: Actor) -> None:
    """Forget address and key. What was written stays until somebody takes it away."""
    if Engine.objects.all().delete()[0]:
        announce(EngineChanged(state="removed"), by=by)


def spent_this_month() -> Spending:
    return Spending.objects.filter(month=_month()).first() or Spending(month=_month())


def check_budget(its: Engine, tokens: int) -> None:
    """Raises NotAsked where so many more would go beyond the budget."""
    if spent_this_month().tokens + tokens > its.budget:
        raise NotAsked("budget")


def note_spending(tokens: int) -> None:
    Spending.objects.get_or_create(month=_month())
    Spending.objects.filter(month=_month()).update(tokens=F("tokens") + tokens, calls=F("calls") + 1)


def _month() -> date:
    return timezone.localdate().replace(day=1)
