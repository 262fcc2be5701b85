import csv
import json
from argparse import ArgumentParser
from collections import defaultdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from rich.console import Console
from rich.table import Table

from nabiz.metrics import figures
from nabiz.metrics.answers import Answer, Result
from nabiz.metrics.engines.base import Unanswered
from nabiz.metrics.parsing import BadQuestion, parse_question
from nabiz.metrics.queries import ask
from nabiz.team.queries import company


class Command(BaseCommand):
    help = "Ask a metric: nabiz metric nps --by month,segment --since 2026-01"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the metric; nabiz metrics lists them")
        parser.add_argument(
            "--by", action="append", default=[], metavar="GROUPS", help="month, 28d, segment, channel …"
        )
        parser.add_argument("--since", help="first day, or 2026-W03, 2026-03, 2026-Q1, 2026")
        parser.add_argument("--until", help="last day, likewise; today where it is missing")
        parser.add_argument("--where", action="append", default=[], metavar="GROUP=VALUE", help="channel=email")
        parser.add_argument("--segment", action="append", default=[], help="short for --where segment=…")
        parser.add_argument("--confidence", default="0.95")
        parser.add_argument("--membership", default="now", help="segments as they are now, or as they were then")
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        home = company()
        if home is None:
            raise CommandError("There is no company yet. Open Nabız in a browser and go through the first start.")
        with translation.override(home.language):
            try:
                result = ask(_question(home, options))
            except (BadQuestion, Unanswered) as problem:
                raise CommandError(str(problem)) from None
            self._write(result, options["format"])

    def _write(self, result: Result, form: str) -> None:
        if form == "json":
            self.stdout.write(json.dumps(result.as_rows(), ensure_ascii=False, indent=2))
        elif form == "csv":
            _write_csv(result, self.stdout)
        else:
            _write_table(result, self.stdout)


def _question(home: Any, options: dict[str, Any]) -> Any:
    where: dict[str, list[str]] = defaultdict(list)
    for given in [*options["where"], *(f"segment={name}" for name in options["segment"])]:
        group, equals, value = given.partition("=")
        if not equals:
            raise CommandError(f"--where takes GROUP=VALUE, as in channel=email, not {given!r}.")
        where[group].append(value)
    return parse_question(
        options["name"],
        home,
        by=options["by"],
        since=options["since"],
        until=options["until"],
        where=where,
        confidence=options["confidence"],
        membership=options["membership"],
    )


def _write_csv(result: Result, out: Any) -> None:
    writer = csv.DictWriter(out, result.row_names)
    writer.writeheader()
    writer.writerows(result.as_rows())


def _write_table(result: Result, out: Any) -> None:
    metric = result.metric
    table = Table(*result.columns, title=f"{metric.label}\n{metric.definition}", title_justify="left")
    for name in ("value", "interval", "n"):
        table.add_column(name, justify="right")
    table.add_column("status")
    for answer in result.answers:
        table.add_row(*(value or "–" for _, value in answer.groups), *_cells(result, answer))
    Console(file=out).print(table)


def _cells(result: Result, answer: Answer) -> tuple[str, str, str, str]:
    currency = dict(answer.groups).get("currency") or result.question.counted_currency
    value = figures.value_words(result.metric, answer, currency)
    bounds = figures.bounds_words(result.metric, answer, currency) if answer.is_shown else ""
    return value, bounds, str(answer.n), answer.status
