import sys
from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from nabiz.customers.exports import EXPORT, export_of_segment
from nabiz.customers.queries import segment_slugs
from nabiz.kernel.periods import midnight
from nabiz.team.queries import home_zone
from nabiz.timeline.exports import FORMATS, Export, registered_exports, write_export


class Command(BaseCommand):
    help = "Stream rows to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=sorted(registered_exports()))
        parser.add_argument("--format", choices=FORMATS, default="ndjson")
        parser.add_argument("--source", default="", help="Only what this source sent.")
        parser.add_argument("--segment", default="", help="Only the customers in this segment.")
        parser.add_argument("--since", type=_moment, help="Such as 2026-11-22 or 2026-11-22T10:00:00Z.")

    def handle(self, *args: Any, **options: Any) -> None:
        export = registered_exports()[options["what"]]
        if options["source"] and not export.by_source:
            raise CommandError(_("%(what)s do not belong to a source.") % {"what": options["what"].capitalize()})
        if options["segment"]:
            export = _of_segment(options["what"], options["segment"])
        out = sys.stdout.buffer
        try:
            write_export(export, out, format=options["format"], source=options["source"], since=options["since"])
            out.flush()
        except BrokenPipeError:
            sys.stderr.close()  # whoever read us has seen enough


def _of_segment(what: str, slug: str) -> Export:
    if what != EXPORT.name:
        raise CommandError(_("Only customers are in a segment."))
    if slug not in (known := segment_slugs()):
        raise CommandError(
            _("There is no segment “%(name)s”. There are: %(names)s.")
            % {"name": slug, "names": ", ".join(known) or "–"}
        )
    return export_of_segment(slug)


def _moment(text: str) -> datetime:
    """A moment, or the day's beginning in the company's zone."""
    zone = home_zone()
    try:
        return midnight(date.fromisoformat(text), zone)
    except ValueError:
        moment = parse_datetime(text)
    if moment is None:
        raise ValueError
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
