"""Ask a place or a database, keep a log of it, and say when to ask again."""

import logging
from datetime import datetime, timedelta

from croniter import croniter
from django.utils import timezone

from nabiz.connectors.asking import bring_rows
from nabiz.connectors.folders import bring_files
from nabiz.connectors.models import Connector, Run
from nabiz.connectors.stripe.messages import Unusable
from nabiz.imports.mappings.toml import BadMapping
from nabiz.team.boxes import Unreadable
from nabiz.team.queries import home_zone

log = logging.getLogger(__name__)
KEPT_RUNS = 200
EVERY = 15  # minutes


def pull(connector: Connector) -> Run | None:
    """One look, whatever the schedule says; None where it is paused or not mapped yet."""
    Connector.objects.filter(pk=connector.pk).update(next_at=next_look(connector))
    if connector.paused_at or connector.waits_for_mapping:
        return None
    run = Run.objects.create(connector=connector)
    try:
        (bring_files if connector.kind == Connector.Kind.FOLDER else bring_rows)(connector, run)
        run.state = Run.State.DONE
    except (Unusable, BadMapping, Unreadable) as problem:
        run.state, run.problem = Run.State.FAILED, str(problem)[:1_000]
    except Exception as error:
        log.exception("Connector %s stumbled", connector.pk)
        run.state, run.problem = Run.State.FAILED, type(error).__name__
    _settle(connector, run)
    return run


def next_look(connector: Connector) -> datetime:
    """By the cron line where there is one, in the company's time zone; else after so many minutes."""
    now = timezone.now()
    if line := str(connector.options.get("cron") or ""):
        here = now.astimezone(home_zone())
        found: datetime = croniter(line, here).get_next(datetime)
        return found
    return now + timedelta(minutes=int(connector.options.get("every") or EVERY))


def _settle(connector: Connector, run: Run) -> None:
    run.ended_at = timezone.now()
    run.save()
    if run.state == Run.State.FAILED:
        Connector.objects.filter(pk=connector.pk).update(problem=run.problem, problem_at=run.ended_at)
    else:
        Connector.objects.filter(pk=connector.pk).update(heard_at=run.ended_at)
    old = Run.objects.filter(connector=connector).order_by("-pk").values_list("pk", flat=True)[KEPT_RUNS:]
    Run.objects.filter(pk__in=list(old)).delete()
