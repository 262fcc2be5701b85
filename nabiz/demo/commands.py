"""Fill an installation with the made-up company, and take it out again."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from nabiz.demo.caring import write_follow_ups
from nabiz.demo.members import dismiss_members, sign_ins
from nabiz.demo.models import DemoRun
from nabiz.demo.removing import erase_rows
from nabiz.demo.simulate import CUSTOMERS, MONTHS, SEED, simulate
from nabiz.demo.writing import SOURCE, write_events, write_people
from nabiz.timeline.mirror.commands import rebuild
from nabiz.timeline.models import Event

SIMULATING_SHARE = 0.3  # of the whole work
Progress = Callable[[float], None]


@dataclass(frozen=True)
class DemoSummary:
    """What the installation holds now. `is_as_asked` is false where another demo was here before, which stays."""

    customers: int
    accounts: int
    events: int
    months: int
    is_new: bool
    is_as_asked: bool


def fill_demo(
    customers: int = CUSTOMERS, months: int = MONTHS, seed: int = SEED, progress: Progress = lambda share: None
) -> DemoSummary:
    """Fill this installation; harmless when repeated, and completed when it was interrupted.

    A demo that is here already is completed as it was begun, whatever is asked now. `progress` hears the share done.
    """
    asked = {"customers": customers, "months": months, "seed": seed}
    run, _ = DemoRun.objects.get_or_create(number=1, defaults={**asked, "ends_at": timezone.now()})
    is_new = run.finished_at is None
    if is_new:
        _complete(run, progress)
    return DemoSummary(
        customers=len(run.customer_ids),
        accounts=len(run.account_ids),
        events=run.events,
        months=run.months,
        is_new=is_new,
        is_as_asked=asked == {name: getattr(run, name) for name in asked},
    )


def remove_demo() -> int:
    """Take out exactly what the demo brought; returns how many customers went. Without a demo nothing happens.

    A customer to whom real events were added meanwhile stays, and so does a member who did anything of their own.
    """
    with transaction.atomic():
        run = DemoRun.objects.select_for_update().first()
        if run is None:
            return 0
        gone = erase_rows(run)
        dismiss_members(run)
        run.delete()
    rebuild()
    return gone


def demo_sign_ins() -> list[tuple[str, str, str]]:
    """Role, address and password of each member that the demo brought; empty where there was a company before."""
    run = DemoRun.objects.first()
    return sign_ins(run) if run else []


def _complete(run: DemoRun, progress: Progress) -> None:
    story = simulate(run.customers, run.months, run.seed, run.ends_at, lambda share: progress(share * SIMULATING_SHARE))
    write_people(run, story)
    write_events(run, story, lambda share: progress(SIMULATING_SHARE + share * (1 - SIMULATING_SHARE)))
    write_follow_ups(run)
    run.events, run.finished_at = Event.objects.filter(source=SOURCE).count(), timezone.now()
    run.save(update_fields=["events", "finished_at"])
