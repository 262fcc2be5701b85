"""What the command line says about an import, in the reader's language."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from nabiz.imports.mappings.model import Plan
from nabiz.imports.mappings.presets import presets, recognise
from nabiz.imports.mappings.toml import BadMapping, load
from nabiz.imports.models import Import
from nabiz.imports.notices import sentences
from nabiz.imports.reading.tables import Table
from nabiz.imports.running.runner import Progress
from nabiz.timeline.facts import kind_named
from nabiz.ui.formats import format_number

SHOWN = 10
COUNTED = ("blank_text", "placeholder", "negative_times", "mixed_dates")


def chosen(table: Table, mapping: str, source: str = "") -> Plan:
    """The mapping that was asked for, a file or a preset, or the preset that fits the headers. Raises BadMapping."""
    if mapping in presets():
        plan = presets()[mapping].plan
    elif mapping:
        path = Path(mapping)
        if not path.is_file():
            told = _("There is no mapping %(name)s, neither a file nor one of: %(presets)s.")
            raise BadMapping(told % {"name": mapping, "presets": ", ".join(presets())})
        plan = load(path)
    elif found := recognise(table.names):
        plan = found[0].preset.plan
    else:
        told = _("No preset knows the headers of %(table)s: %(headers)s. Write a mapping and name it with --mapping.")
        raise BadMapping(told % {"table": table.name, "headers": ", ".join(table.names[:20])})
    return dataclasses.replace(plan, source=source) if source else plan


def told_of(table: Table, job: Import | None, done: Progress) -> Iterator[str]:
    """What became of the rows of one table, what is odd about it, and how to undo it."""
    if job and not done.counts:
        yield _("%(table)s was brought in before, as import %(number)s; nothing changed.") % {
            "table": table.name,
            "number": job.pk,
        }
        return
    yield from _counts(table, job, done)
    for sentence in sentences(done.notices.as_json(), done.counts["rows"]):
        yield f"  ! {sentence}"
    for number, reason in done.verdicts[:SHOWN]:
        yield _("  row %(number)s: %(reason)s") % {"number": number, "reason": reason}
    if done.counts["bad"] > SHOWN:
        for reason, count in done.reasons.most_common(SHOWN):
            yield _("  altogether %(n)s: %(reason)s") % {"n": format_number(count), "reason": reason}
    if job and done.counts["bad"]:
        yield _("The rows that could not be taken stand in %(file)s.") % {"file": job.bad_rows}
    if job:
        yield _("To take all of it back: nabiz imports undo %(number)s") % {"number": job.pk}


def problems_told(table: Table) -> Iterator[str]:
    """What the beginning of a file shows to be odd, without what is counted over all of it."""
    several = (*table.problems, *(problem for column in table.columns for problem in column.problems))
    yield from (f"  ! {problem}" for problem in several if problem.code not in COUNTED)


def _counts(table: Table, job: Import | None, done: Progress) -> Iterator[str]:
    names = ("rows", "taken", "bad", "left_out", "new", "changed", "same", "customers", "accounts")
    counts = {"table": table.name, **{name: format_number(done.counts[name]) for name in names}}
    if job is None:
        yield (
            _("%(table)s, as it would be: %(taken)s of %(rows)s rows taken, %(bad)s cannot be, %(left_out)s left out.")
            % counts
        )
    else:
        yield _("%(table)s: %(taken)s of %(rows)s rows taken, %(bad)s cannot be, %(left_out)s left out.") % counts
    yield _("Events: %(new)s new, %(changed)s changed, %(same)s as they were.") % counts
    yield _("New: %(customers)s customers, %(accounts)s accounts.") % counts
    for (code, name, _more), (rows, *_first) in done.notices.counts.items():
        if code == "told":
            kind = kind_named(name)
            yield _("  %(kind)s, rows that tell of it: %(n)s") % {
                "kind": kind.label if kind else name,
                "n": format_number(rows),
            }
