import json
from argparse import ArgumentParser
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from rich.console import Console
from rich.table import Table

from nabiz.metrics.journeys import asking
from nabiz.metrics.parsing import BadQuestion
from nabiz.statistics.journeys import OUTSIDE
from nabiz.team.queries import company

Rows = list[dict[str, Any]]


class Command(BaseCommand):
    help = "Ask about the order of events: nabiz journey funnel order.placed order.delivered --within 14"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("question", choices=["funnel", "transitions", "returning", "staying"])
        parser.add_argument(
            "kinds",
            nargs="+",
            metavar="KIND",
            help="kinds of events: steps in their order, or how it begins and ends",
        )
        parser.add_argument("--within", type=float, metavar="DAYS", help="how long a funnel may take")
        parser.add_argument(
            "--by", choices=["week", "month", "quarter"], default="month", help="the periods of returning"
        )
        parser.add_argument("--since", help="first day, or 2026-W03, 2026-03, 2026-Q1, 2026")
        parser.add_argument("--until", help="last day, likewise; today where it is missing")
        parser.add_argument("--segment", default="")
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        home = company()
        if home is None:
            raise CommandError("There is no company yet. Open Nabız in a browser and go through the first start.")
        with translation.override(home.language):
            try:
                over = asking.stretch(home, options["since"], options["until"], options["segment"])
                rows = _ANSWERS[options["question"]](over, options)
            except BadQuestion as problem:
                raise CommandError(str(problem)) from None
        if options["format"] == "json":
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            _write_table(rows, self.stdout)


def _funnel(over: asking.Stretch, options: dict[str, Any]) -> Rows:
    found = asking.ask_funnel(options["kinds"], over, within_days=options["within"])
    share = found.conversion
    columns = (options["kinds"], found.reached, share.value, share.low, share.high, found.median_days)
    names = ("step", "customers", "from_previous", "low", "high", "median_days")
    return [dict(zip(names, map(_plain, row), strict=True)) for row in zip(*columns, strict=True)]


def _transitions(over: asking.Stretch, options: dict[str, Any]) -> Rows:
    found, kinds = asking.ask_transitions(options["kinds"], over)
    share = found.share
    columns = (found.source, found.target, found.count, share.value, share.low, share.high, found.median_hours)
    names = ("from", "to", "count", "share", "low", "high", "median_hours")
    rows = [dict(zip(names, map(_plain, row), strict=True)) for row in zip(*columns, strict=True)]
    edges = {"from": "(start)", "to": "(end)"}
    return [row | {end: edges[end] if row[end] == OUTSIDE else kinds[row[end]] for end in edges} for row in rows]


def _returning(over: asking.Stretch, options: dict[str, Any]) -> Rows:
    found = asking.ask_returning(options["kinds"], over, options["by"])
    return [
        {"since": name, "customers": int(size)}
        | {str(age): _plain(share) for age, share in enumerate(shares) if found.active[place, age] >= 0}
        for place, (name, size, shares) in enumerate(zip(found.cohorts, found.size, found.share.value, strict=True))
    ]


def _staying(over: asking.Stretch, options: dict[str, Any]) -> Rows:
    found = asking.ask_staying(options["kinds"], over)
    columns = (found.months, found.seen, found.left, found.share.value, found.share.low, found.share.high)
    names = ("month", "customers", "left", "share", "low", "high")
    return [dict(zip(names, map(_plain, row), strict=True)) for row in zip(*columns, strict=True)]


_ANSWERS = {"funnel": _funnel, "transitions": _transitions, "returning": _returning, "staying": _staying}


def _plain(value: Any) -> Any:
    """A number as JSON has it; what is not defined is null."""
    if isinstance(value, np.integer):
        return int(value)
    return value if isinstance(value, str) else None if np.isnan(value) else round(float(value), 6)


def _write_table(rows: Rows, out: Any) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    table = Table(*names)
    for row in rows:
        table.add_row(*("–" if row.get(name) is None else str(row[name]) for name in names))
    Console(file=out).print(table)
