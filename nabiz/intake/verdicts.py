"""What became of each event, kept for the live events page: the newest few, and a count of all."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from nabiz.intake.judging import Judged
from nabiz.intake.models import Verdict
from nabiz.team.queries import home_zone

KEPT = 300  # of each source, and as many again of its rejected
TAKEN = (Verdict.Outcome.STORED, Verdict.Outcome.DUPLICATE)
REFUSED = (Verdict.Outcome.REJECTED,)


@dataclass(slots=True)
class Line:
    """One event of a delivery that is being drained."""

    source_id: int
    source: str
    received_at: datetime
    judged: Judged
    is_repeated: bool = False
    customer_id: int | None = None


def write_verdicts(lines: Sequence[Line], new: set[tuple[str, str]]) -> None:
    """`new` are the (source, message id) pairs that were not on the timeline before."""
    outcomes = _outcomes(lines, set(new))
    _count(lines, outcomes)
    newest: list[Verdict] = []
    room: dict[tuple[int, bool], int] = defaultdict(lambda: KEPT)
    for line, outcome in zip(reversed(lines), reversed(outcomes), strict=True):
        shelf = (line.source_id, outcome in REFUSED)
        if room[shelf] > 0:
            newest.append(_verdict(line, outcome))
        room[shelf] -= 1
    Verdict.objects.bulk_create(reversed(newest), batch_size=500)
    for source_id, is_refused in room:
        _trim(source_id, REFUSED if is_refused else TAKEN)


def _outcomes(lines: Iterable[Line], new: set[tuple[str, str]]) -> list[Verdict.Outcome]:
    """Of several that carry one message id in one go, the first is the one that was stored."""
    outcomes = []
    for line in lines:
        judged = line.judged
        key = (line.source, judged.message_id)
        if judged.claim is None:
            outcomes.append(Verdict.Outcome.REJECTED)
        elif line.is_repeated or (judged.draft and key not in new):
            outcomes.append(Verdict.Outcome.DUPLICATE)
        else:
            outcomes.append(Verdict.Outcome.STORED)
            new.discard(key)
    return outcomes


def _verdict(line: Line, outcome: Verdict.Outcome) -> Verdict:
    judged = line.judged
    return Verdict(
        source_id=line.source_id,
        received_at=line.received_at,
        type=judged.type,
        event=judged.name,
        message_id=judged.message_id,
        who=judged.who,
        customer_id=line.customer_id,
        outcome=outcome,
        reason=judged.reason,
        detail=judged.detail,
        payload={name: value for name, value in judged.payload.items() if name != "writeKey"},
    )


def _trim(source_id: int, outcomes: Sequence[Verdict.Outcome]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM intake_verdict WHERE source_id = %s AND outcome = ANY(%s) AND id <= ("
            " SELECT id FROM intake_verdict WHERE source_id = %s AND outcome = ANY(%s)"
            " ORDER BY id DESC OFFSET %s LIMIT 1)",
            [source_id, [str(o) for o in outcomes], source_id, [str(o) for o in outcomes], KEPT],
        )


def _count(lines: Sequence[Line], outcomes: Sequence[Verdict.Outcome]) -> None:
    zone = home_zone()
    counts: dict[tuple[int, date], Counter[str]] = defaultdict(Counter)
    last: dict[tuple[int, date], datetime] = {}
    for line, outcome in zip(lines, outcomes, strict=True):
        key = (line.source_id, line.received_at.astimezone(zone).date())
        counts[key][outcome.value] += 1
        last[key] = max(last.get(key, line.received_at), line.received_at)
    with connection.cursor() as cursor:
        for (source_id, day), count in sorted(counts.items()):
            cursor.execute(
                "INSERT INTO intake_tally AS t (source_id, day, stored, duplicate, rejected, last_at)"
                " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (source_id, day) DO UPDATE SET"
                " stored = t.stored + excluded.stored, duplicate = t.duplicate + excluded.duplicate,"
                " rejected = t.rejected + excluded.rejected, last_at = greatest(t.last_at, excluded.last_at)",
                [source_id, day, count["stored"], count["duplicate"], count["rejected"], last[source_id, day]],
            )
