"""An empty installation to bring real files into: import, ask, and take it back as the command line does."""

import io
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command

MAPPINGS = Path(__file__).parent / "mappings"
FOLDER = Path(os.environ.get("SHARED_DATA") or Path(__file__).resolve().parents[2] / "../shared/data")


@pytest.fixture
def data():
    """The folder of real files."""
    if not FOLDER.exists():
        pytest.skip("there is no data folder")
    return FOLDER


@dataclass
class Report:
    """What `nabiz import` said."""

    text: str
    code: int

    def counts(self):
        """Rows, and those taken, bad and left out, over all files."""
        found = re.findall(r": ([\d,]+) of ([\d,]+) rows taken, ([\d,]+) cannot be, ([\d,]+) left out", self.text)
        taken, rows, bad, left_out = (
            sum(int(each.replace(",", "")) for each in column) for column in zip(*found, strict=True)
        )
        return {"rows": rows, "taken": taken, "bad": bad, "left_out": left_out}

    def notes(self):
        """What it said is odd about the files, a sentence each."""
        return re.findall(r"^  ! (.*)$", self.text, re.MULTILINE)

    @property
    def changed_nothing(self):
        """Whether every table had been brought in before."""
        return "nothing changed" in self.text and "rows taken" not in self.text

    def new(self):
        found = re.findall(r"New: ([\d,]+) customers, ([\d,]+) accounts", self.text)
        return tuple(sum(int(each.replace(",", "")) for each in column) for column in zip(*found, strict=True))


@pytest.fixture
def bring(data, home, tmp_path):
    """Runs `nabiz import` on files of the data folder."""

    def run(*names, mapping="", **options):
        run.again = lambda: run(*names, mapping=mapping, **options)
        out = io.StringIO()
        bad_rows = tmp_path / "bad-rows.csv"
        path = str(MAPPINGS / f"{mapping}.toml") if (MAPPINGS / f"{mapping}.toml").exists() else mapping
        arguments = {"mapping": path, "bad_rows": bad_rows, "stdout": out, **options}
        try:
            call_command("import", *(str(data / name) for name in names), **arguments)
        except SystemExit as end:
            return Report(out.getvalue(), end.code)
        return Report(out.getvalue(), 0)

    run.bad_rows = tmp_path / "bad-rows.csv"
    return run


@pytest.fixture
def home(transactional_db, mirror_folder):
    """A company in London that counts in pounds, and an empty mirror."""
    from nabiz.team.models import Company

    return Company.objects.create(name="Acme", language="en", time_zone="UTC", currency="GBP")


@pytest.fixture
def metric():
    """Asks `nabiz metric` and returns the value of the whole, or one for each group."""

    def ask(name, *, by=(), read="value", **options):
        groups = [by] if isinstance(by, str) else list(by)
        out = io.StringIO()
        call_command("metric", name, by=groups, format="json", stdout=out, **options)
        rows = json.loads(out.getvalue())
        if not groups:
            return rows[0][read] if rows else None
        return {row[by] if isinstance(by, str) else tuple(row[each] for each in groups): row[read] for row in rows}

    return ask


@pytest.fixture
def journey():
    """Asks `nabiz journey`."""

    def ask(*arguments, **options):
        out = io.StringIO()
        call_command("journey", *arguments, format="json", stdout=out, **options)
        return json.loads(out.getvalue())

    return ask


@pytest.fixture
def segment():
    """Keeps a filter as a segment, at once with everybody who is in it."""

    def keep(slug, filter):
        from nabiz.customers.models import Segment
        from nabiz.imports.running.afterwards import catch_up

        Segment.objects.create(slug=slug, name=slug, filter=filter)
        catch_up()

    return keep


@pytest.fixture
def undo():
    """Takes back whatever was imported, and returns how much of it is left."""

    def take_back():
        from nabiz.customers.models import Account, Customer
        from nabiz.imports.models import Import
        from nabiz.timeline.models import Event

        call_command(
            "imports", "undo", *Import.objects.order_by("pk").values_list("pk", flat=True), stdout=io.StringIO()
        )
        told = Event.objects.exclude(source__in=["", "nabiz"])
        return told.count() + Customer.objects.count() + Account.objects.count()

    return take_back


@pytest.fixture
def exported(capsysbinary):
    """The events that a source told, as `nabiz export` writes them: for what is no metric."""

    def read(source):
        capsysbinary.readouterr()
        call_command("export", "events", source=source)
        return [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]

    return read


@pytest.fixture
def told():
    """Facts of the events of a kind, as a list, where no metric counts them."""

    def read(kind, *names, **only):
        from nabiz.timeline.models import Event

        events = Event.objects.filter(kind=kind, **only).exclude(source="nabiz")
        return list(events.values_list(*names, flat=len(names) == 1))

    return read
