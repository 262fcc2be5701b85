from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext, ngettext, override
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from nabiz.cli.problems import terminal_language
from nabiz.demo.commands import DemoSummary, demo_sign_ins, fill_demo, remove_demo
from nabiz.demo.simulate import CUSTOMERS, MONTHS, SEED
from nabiz.team.models import Member
from nabiz.ui.formats import format_number

FEWEST, MOST = 20, 200_000
SHORTEST, LONGEST = 3, 60


class Command(BaseCommand):
    help = "Fill this installation with a made-up company, or take it out again with --remove."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--customers", type=int, default=CUSTOMERS)
        parser.add_argument("--months", type=int, default=MONTHS)
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--remove", action="store_true")
        parser.add_argument("--no-serve", action="store_true", help="only fill; `nabiz demo` serves otherwise")

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]
        with override(terminal_language()):
            if options["remove"]:
                _remove(console)
                return
            _check(options["customers"], FEWEST, MOST, "--customers")
            _check(options["months"], SHORTEST, LONGEST, "--months")
            _fill(console, options["customers"], options["months"], options["seed"])


def _fill(console: Console, customers: int, months: int, seed: int) -> None:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(gettext("Karaoke Evi moves in"), total=1.0)
        summary = fill_demo(customers, months, seed, lambda share: bar.update(task, completed=share))
    for line in _told(summary):
        console.print(line)
    for role, email, password in demo_sign_ins():
        console.print(f"  {Member.Role(role).label:<18} {email:<26} {password}", markup=False)


def _told(summary: DemoSummary) -> list[str]:
    facts = {
        "customers": _number(summary.customers),
        "accounts": _number(summary.accounts),
        "events": _number(summary.events),
        "months": summary.months,
    }
    told = gettext(
        "Karaoke Evi is here: %(customers)s customers, %(accounts)s accounts, %(events)s events, %(months)s months."
    )
    lines = [told % facts]
    if not summary.is_as_asked:
        lines.append(gettext("It was here before, in this size. For another one, first: nabiz demo --remove"))
    if demo_sign_ins():
        lines.append(gettext("Sign in as:"))
    return lines


def _remove(console: Console) -> None:
    gone = remove_demo()
    if not gone:
        console.print(gettext("There is no demo in this installation."))
        return
    told = ngettext(
        "Karaoke Evi moved out: %(customers)s customer and everything that came along is gone.",
        "Karaoke Evi moved out: %(customers)s customers and everything that came along are gone.",
        gone,
    )
    console.print(told % {"customers": _number(gone)})


def _check(number: int, least: int, most: int, option: str) -> None:
    if not least <= number <= most:
        told = gettext("%(option)s lies between %(least)s and %(most)s.")
        raise CommandError(told % {"option": option, "least": _number(least), "most": _number(most)})


def _number(number: int) -> str:
    return str(format_number(number))
