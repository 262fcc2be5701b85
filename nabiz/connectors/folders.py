"""Bring in the files that appeared or changed in a watched place, each once."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from nabiz.connectors.models import Connector, Run, WatchedFile
from nabiz.connectors.places import Found, Place, place_of
from nabiz.connectors.stripe.messages import Unusable
from nabiz.imports.commands import prepare_import, run_import
from nabiz.imports.mappings.model import Plan
from nabiz.imports.mappings.toml import BadMapping, plan_of
from nabiz.imports.queries import look_at_file

LARGEST = 20 * 1024**3


def bring_files(connector: Connector, run: Run) -> None:
    """A file that is still written to waits for the next look. One that cannot be read never stops the others."""
    place = place_of(connector)
    known = {each.path: each for each in WatchedFile.objects.filter(connector=connector)}
    taken = failed = 0
    for found in place.files():
        its = known.get(found.path) or WatchedFile(connector=connector, path=found.path)
        is_stable, its.mark = found.is_settled or its.mark == found.mark, found.mark
        if its.taken_mark != found.mark and is_stable:
            _bring(connector, place, found, its)
            taken, failed = taken + (not its.problem), failed + bool(its.problem)
            run.rows, run.bad_rows = run.rows + its.rows, run.bad_rows + its.bad_rows
        its.save()
    run.told = _("%(taken)s files") % {"taken": taken} if taken else ""
    if failed:
        raise Unusable(_("%(count)s files could not be brought in; each says why.") % {"count": failed})


def sample_of(connector: Connector) -> list[Mapping[str, Any]]:
    """The first rows of the newest file. Raises Unusable."""
    place = place_of(connector)
    for found in reversed(place.files()):
        with tempfile.TemporaryDirectory(prefix="nabiz-") as folder:
            path = Path(folder) / Path(found.path).name
            place.fetch(found.path, path)
            try:
                return list(look_at_file(path)[0].sample)
            except (ValueError, IndexError):
                continue
    return []


def _bring(connector: Connector, place: Place, found: Found, its: WatchedFile) -> None:
    its.taken_mark, its.taken_at, its.problem, its.rows, its.bad_rows = found.mark, timezone.now(), "", 0, 0
    if found.size > LARGEST:
        its.problem = _("The file is too large.")
        return
    with tempfile.TemporaryDirectory(prefix="nabiz-") as folder:
        path = Path(folder) / Path(found.path).name
        try:
            place.fetch(found.path, path)
            its.rows, its.bad_rows = _import(path, replace(plan_of(connector.mapping), source=connector.name))
        except (OSError, ValueError) as problem:
            its.problem = str(problem)[:1_000]


def _import(path: Path, plan: Plan) -> tuple[int, int]:
    """Every table that the mapping fits. Raises BadMapping where it fits none."""
    rows = bad = 0
    misfit: BadMapping | None = None
    is_taken = False
    for table in look_at_file(path):
        try:
            job = prepare_import(path, table, plan)
        except BadMapping as problem:
            misfit = misfit or problem
            continue
        run_import(job)
        job.refresh_from_db()
        is_taken, rows, bad = True, rows + job.counts.get("rows", 0), bad + job.counts.get("bad", 0)
    if misfit and not is_taken:
        raise misfit
    return rows, bad
