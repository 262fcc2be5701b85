import json
from argparse import ArgumentParser
from typing import IO, Any, cast

from django.core.management.base import BaseCommand
from django.utils import translation
from rich.console import Console
from rich.table import Table

from nabiz.metrics.definitions import declared_metrics
from nabiz.team.queries import company


class Command(BaseCommand):
    help = "List the metrics with their definitions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        home = company()
        with translation.override(home.language if home else "en"):
            rows = [(each.name, str(each.label), each.unit, each.definition) for each in declared_metrics()]
        if options["format"] == "json":
            names = ("name", "label", "unit", "definition")
            self.stdout.write(
                json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False, indent=2)
            )
            return
        table = Table("name", "label", "unit", "definition", show_lines=True)
        for row in rows:
            table.add_row(*row)
        Console(file=cast(IO[str], self.stdout)).print(table)
