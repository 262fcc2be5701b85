"""All metrics, and one of them: definition, course, breakdown, rows."""

from typing import Any, Protocol

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from nabiz.customers.queries import visible_segments
from nabiz.metrics import figures
from nabiz.metrics.definitions import declared_metrics, metric_named
from nabiz.metrics.goals import goals_of, outlook
from nabiz.metrics.goalwords import goal_words
from nabiz.metrics.labels import GROUP_LABELS, value_labels
from nabiz.metrics.looking import Looking, looking_from, period_options
from nabiz.metrics.pictures import breakdowns, trend_picture
from nabiz.metrics.queries import ask, rows
from nabiz.metrics.rowtable import row_table
from nabiz.metrics.sources import is_of_events
from nabiz.metrics.tiles import Reading, judged, tiles_for
from nabiz.team.access import MemberRequest, can
from nabiz.team.roles import Capability
from nabiz.timeline.commands import Actor
from nabiz.timeline.mirror.reading import Snapshot, snapshot
from nabiz.ui import formats
from nabiz.ui.lists import Chip

ROWS = 25


class Member(Actor, Protocol):
    def can(self, capability: Capability) -> bool: ...


@can("see")
@require_GET
def metrics(request: MemberRequest) -> HttpResponse:
    names = [metric.name for metric in declared_metrics()]
    return render(request, "metrics/metrics.html", {"tiles": tiles_for(names, request.company)})


@can("see")
@require_GET
def metric(request: MemberRequest, name: str) -> HttpResponse:
    looking, seen = looking_at(request, name), snapshot()
    reading = Reading(ask(looking.trend, seen))
    page = (
        _figures(looking, reading, seen) | _controls(looking, request.member) | _rows(looking, request.member, 1, seen)
    )
    page |= _goal(looking, request.member, seen)
    page["trend"] = trend_picture(looking, reading, page["target"])
    page["breakdowns"] = breakdowns(looking, reading.now, request.member, seen)
    return render(request, "metrics/metric.html", page)


@can("see")
@require_GET
def metric_rows(request: MemberRequest, name: str) -> HttpResponse:
    """The rows, page by page: more lines for htmx, a page of their own for everybody else."""
    looking = looking_at(request, name)
    page = _rows(looking, request.member, _page_number(request), snapshot())
    template = "metrics/lines.html" if request.htmx else "metrics/rows.html"
    return render(request, template, page | _controls(looking, request.member))


def looking_at(request: MemberRequest, name: str) -> Looking:
    found = metric_named(name)
    if found is None:
        raise Http404
    return looking_from(request.GET, found, request.company)


def _figures(looking: Looking, reading: Reading, seen: Snapshot) -> dict[str, Any]:
    found, now, currency = looking.metric, reading.now, looking.currency
    change = reading.change
    if looking.is_as_on_the_front_page:
        change = judged(reading, looking.home, looking.period, dict(looking.where), seen)
    return {
        "now": now,
        "value": figures.value_words(found, now, currency),
        "bounds": figures.bounds_words(found, now, currency),
        "n": figures.n_words(found, now.n),
        "missing": "" if now.is_shown else figures.missing_words(found, now),
        "range": figures.range_words(now.window.first, now.window.last),
        "change": change,
        "change_text": figures.change_words(change, currency),
        "change_bounds": figures.change_bounds_words(change, currency),
        "doubt": figures.doubt_words(change, reading.change),
        "parts": found.picture(now.counts) if found.picture and now.is_shown else "",
        "answers_url": looking.url("answers_csv"),
    }


def _goal(looking: Looking, member: Member, seen: Snapshot) -> dict[str, Any]:
    """A goal is the whole company's: it is not held against a segment."""
    kept = goals_of([looking.metric.name]).get(looking.metric.name) if not looking.where else None
    words = goal_words(outlook(kept, looking.home, seen), looking.home.currency) if kept else None
    may_set = member.can("succeed") and not looking.where
    return {"goal": words, "target": kept.target if kept else None, "may_set_goal": may_set}


def _controls(looking: Looking, member: Member) -> dict[str, Any]:
    return {
        "looking": looking,
        "metric": looking.metric,
        "periods": period_options(looking),
        "others": [(name, value) for name, value in looking.pairs() if name not in ("segment", "membership")],
        "chips": _chips(looking, member),
        **_segment(looking, member),
    }


def _segment(looking: Looking, member: Member) -> dict[str, Any]:
    """Who was in a segment then is known only since its members are written down."""
    segments = list(visible_segments(member)) if "segment" in looking.metric.over.groups else []
    chosen = next(iter(looking.chosen("segment")), "")
    return {
        "segments": segments,
        "segment": chosen,
        "membership": looking.membership,
        "may_be_then": bool(chosen) and is_of_events(looking.metric.over),
        "known_since": next((each.kept_since for each in segments if each.slug == chosen), None),
    }


def _chips(looking: Looking, member: Member) -> list[Chip]:
    chips = []
    for group, values in looking.where:
        names = ", ".join(value_labels(group, values, member).values())
        chips.append(Chip(f"{GROUP_LABELS[group]}: {names}", looking.only(group, None).url()))
    return chips


def _rows(looking: Looking, member: Member, number: int, seen: Snapshot) -> dict[str, Any]:
    behind = rows(looking.now, offset=(number - 1) * ROWS, limit=ROWS, seen=seen)
    return {
        "table": row_table(behind, member, looking.currency),
        "total": behind.total,
        "rows_words": _rows_words(behind.total),
        "more": looking.url("rows", page=number + 1) if behind.total > number * ROWS else "",
        "rows_url": looking.url("rows_csv"),
        "may_export": member.can("export"),
    }


def _rows_words(total: int) -> str:
    return ngettext("%(shown)s row", "%(shown)s rows", total) % {"shown": formats.format_number(total)}


def _page_number(request: MemberRequest) -> int:
    given = request.GET.get("page", "1")
    return max(int(given), 1) if given.isdecimal() and len(given) < 7 else 1
