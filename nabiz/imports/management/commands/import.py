import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from nabiz.imports.commands import Busy, dry_run, prepare_import, run_import
from nabiz.imports.mappings.model import Plan
from nabiz.imports.mappings.toml import BadMapping, dumps
from nabiz.imports.mappings.turns import turn_of
from nabiz.imports.models import Import
from nabiz.imports.queries import look_at_file
from nabiz.imports.reading.problems import Unreadable
from nabiz.imports.reading.tables import Table
from nabiz.imports.running.afterwards import catch_up
from nabiz.imports.running.runner import Progress as Done
from nabiz.imports.told import chosen, problems_told, told_of

SOME_BAD = 3


class Command(BaseCommand):
    help = "Bring files in: CSV, TSV, XLSX, JSON, NDJSON, Parquet, also gzipped or several in a ZIP."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--mapping", default="", help="A TOML file or a preset; found by the headers otherwise.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would become of each row; keep nothing.")
        parser.add_argument("--source", default="", help="Who says so; it signs every event. The mapping's otherwise.")
        parser.add_argument("--bad-rows", type=Path, help="Where rows that cannot be taken go, with the reason.")
        parser.add_argument("--table", default="", help="Only the table of this name, where a file has several.")
        parser.add_argument("--save-mapping", type=Path, help="Write the mapping to this file and stop, to edit it.")

    def handle(self, *args: Any, **options: Any) -> None:
        self._console = Console(file=self.stdout, highlight=False, soft_wrap=True)  # type: ignore[arg-type]
        try:
            found = [each for path in options["files"] for each in self._tables(path, options)]
            found.sort(key=lambda each: turn_of(each[2]))
            bad = sum(self._table(*each, options) for each in found)
        except (Unreadable, BadMapping) as refused:
            raise CommandError(str(refused)) from None
        except FileNotFoundError as missing:
            raise CommandError(_("There is no file %(file)s.") % {"file": missing.filename}) from None
        except Busy:
            raise CommandError(_("Another process brings this file in already.")) from None
        if not options["dry_run"]:
            catch_up()
        if bad:
            sys.exit(SOME_BAD)

    def _tables(self, path: Path, options: dict[str, Any]) -> list[tuple[Path, Table, Plan]]:
        tables = [
            each for each in look_at_file(path) if options["table"] in ("", each.name, each.name.rpartition("/")[2])
        ]
        if not tables:
            raise CommandError(_("%(file)s has no table %(table)s.") % {"file": path.name, "table": options["table"]})
        return [(path, table, chosen(table, options["mapping"], options["source"])) for table in tables]

    def _table(self, path: Path, table: Table, plan: Plan, options: dict[str, Any]) -> int:
        if saved := options["save_mapping"]:
            saved.write_text(dumps(plan), "utf-8")
            self._console.print(_("The mapping stands in %(file)s.") % {"file": saved}, markup=False)
            return 0
        for line in problems_told(table):
            self._console.print(line, markup=False)
        job, done = self._bring(path, table, plan, options)
        for line in told_of(table, job, done):
            self._console.print(line, markup=False)
        return done.counts["bad"]

    def _bring(self, path: Path, table: Table, plan: Plan, options: dict[str, Any]) -> tuple[Import | None, Done]:
        with _bar(self._console) as bar:
            task = bar.add_task(table.name, total=table.rows)

            def hear(done: Done) -> None:
                _show(bar, task, done)

            if options["dry_run"]:
                return None, dry_run(path, table, plan, bad_rows=options["bad_rows"], hear=hear)
            job = prepare_import(path, table, plan, bad_rows=options["bad_rows"])
            return job, run_import(job, hear=hear)


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f}"), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True)


def _show(bar: Progress, task: TaskID, done: Done) -> None:
    bar.update(task, completed=done.position)
