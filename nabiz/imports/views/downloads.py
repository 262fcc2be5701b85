"""Answers that are files."""

import csv
import io

from django.http import HttpResponse

from nabiz.imports.mappings.model import Plan
from nabiz.imports.mappings.presets import Preset
from nabiz.imports.mappings.toml import dumps
from nabiz.imports.sampling import sample_of

BOM = "\ufeff"  # without it a spreadsheet reads Turkish letters as something else


def toml_file(plan: Plan, name: str) -> HttpResponse:
    stem = "".join(c if c.isalnum() else "-" for c in name.rpartition(".")[0] or name).strip("-")[:60] or "mapping"
    return _attached(dumps(plan), f"{stem}.toml", "application/toml; charset=utf-8")


def sample_file(preset: Preset) -> HttpResponse:
    out = io.StringIO()
    csv.writer(out).writerows(sample_of(preset))
    return _attached(BOM + out.getvalue(), f"{preset.slug}.csv", "text/csv; charset=utf-8")


def _attached(text: str, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=content_type, headers=headers)
