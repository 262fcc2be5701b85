"""Ask about the order of events: who goes through a list of steps, what follows what, who comes back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches
from typing import TypeVar
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from nabiz.metrics.engines.base import MirrorMoved
from nabiz.metrics.journeys.columns import Ordered, events_in_order
from nabiz.metrics.journeys.returning import Triangle, triangle
from nabiz.metrics.journeys.staying import Staying, staying
from nabiz.metrics.parsing import BadQuestion, Home, parse_range
from nabiz.metrics.windows import windows_between
from nabiz.statistics.funnels import Funnel, funnel
from nabiz.statistics.journeys import Transitions, transitions
from nabiz.timeline.facts import declared_kinds
from nabiz.timeline.mirror.reading import Snapshot, snapshot

T = TypeVar("T")


@dataclass(frozen=True)
class Stretch:
    """Local days [since, until) of the company, and whom to look at: a segment, or everybody."""

    since: date
    until: date
    home: Home
    segment: str = ""


def stretch(home: Home, since: str | None, until: str | None, segment: str = "") -> Stretch:
    """The last 12 months where nothing is said. BadQuestion with a sentence for what is no range."""
    first, last = parse_range(home, since, until, back=timedelta(days=365))
    return Stretch(first, last, home, segment)


def ask_funnel(steps: Sequence[str], over: Stretch, *, within_days: float | None = None) -> Funnel:
    """How many customers took the steps in order, other events allowed in between, all within so many days."""
    kinds = known_kinds(steps)
    if len(kinds) < 2:
        raise BadQuestion(_("A funnel needs at least two steps, such as order.placed order.delivered."))
    rows = _rows(kinds, over)
    return funnel(
        rows.customer, rows.at, rows.kind, [rows.kinds.index(step) for step in kinds], window_days=within_days
    )


def ask_transitions(kinds: Sequence[str], over: Stretch) -> tuple[Transitions, tuple[str, ...]]:
    """Which kind directly follows which, how often and after how long; and the names behind the numbers."""
    rows = _rows(known_kinds(kinds), over)
    return transitions(rows.customer, rows.at, rows.kind), rows.kinds


def ask_returning(kinds: Sequence[str], over: Stretch, grain: str = "month") -> Triangle:
    """Customers by the period of their first such event ever, and how many of them had one in each period since."""
    zone = ZoneInfo(over.home.time_zone)
    rows = _patiently(lambda seen: _of_segment(events_in_order(known_kinds(kinds), seen), over.segment, seen))
    return triangle(rows, windows_between(over.since, over.until, grain, zone))


def ask_staying(kinds: Sequence[str], over: Stretch) -> Staying:
    """Of the customers whose first event of the one kind lies in the stretch, how many had none of the other since."""
    if len(set(kinds)) != 2 or len(kinds) != 2:
        raise BadQuestion(_("Say how it begins and how it ends, such as subscription.started subscription.ended."))
    begins, ends = known_kinds(kinds)
    rows = _patiently(lambda seen: _of_segment(events_in_order([begins, ends], seen), over.segment, seen))
    (window,) = windows_between(over.since, over.until, None, ZoneInfo(over.home.time_zone))
    return staying(rows, begins, ends, window)


def known_kinds(names: Sequence[str]) -> list[str]:
    """The names, if they all are kinds of events."""
    known = {kind.name for kind in declared_kinds()}
    for name in names:
        if name not in known:
            near = get_close_matches(name, sorted(known), n=3, cutoff=0.3)
            sentence = _("There is no kind of event “%(name)s”. Near it are: %(near)s.")
            raise BadQuestion(sentence % {"name": name, "near": ", ".join(near) or "order.placed"})
    return list(names)


def _rows(kinds: Sequence[str], over: Stretch) -> Ordered:
    rows = _patiently(lambda seen: _of_segment(events_in_order(kinds, seen), over.segment, seen))
    (window,) = windows_between(over.since, over.until, None, ZoneInfo(over.home.time_zone))
    start, end = (round(moment.timestamp() * 1_000_000) for moment in (window.start, window.end))
    inside = (rows.at >= start) & (rows.at < end)
    return rows if inside.all() else _kept(rows, inside)


def _of_segment(rows: Ordered, segment: str, seen: Snapshot) -> Ordered:
    if not segment:
        return rows
    path = seen.dimension_file("segments")
    members = pq.read_table(path) if path else None
    if members is None or segment not in (names := pc.unique(members["segment"]).to_pylist()):
        known = ", ".join(sorted(names)) if members is not None else "–"
        raise BadQuestion(
            _("There is no segment “%(name)s”. There are: %(names)s.") % {"name": segment, "names": known}
        )
    chosen = members.filter(pc.equal(members["segment"], segment))["customer_id"].to_numpy()
    return _kept(rows, np.isin(rows.ids, chosen)[rows.customer])


def _kept(rows: Ordered, which: npt.NDArray[np.bool_]) -> Ordered:
    return replace(rows, customer=rows.customer[which], at=rows.at[which], kind=rows.kind[which])


def _patiently(work: Callable[[Snapshot], T]) -> T:
    """Once more with a fresh snapshot, where a file was put away in the meantime."""
    try:
        return work(snapshot())
    except MirrorMoved:
        return work(snapshot())
