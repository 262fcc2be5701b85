"""Forget a person here too: what events and traits were before an import, and the rows that stand in files."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import connection

from nabiz.customers.blacking import black_out
from nabiz.imports import files
from nabiz.imports.mappings.model import IDENTITIES, REFERENCE
from nabiz.imports.models import Draft, Import, Touch

PACKED = (".zip", ".gz", ".xlsx", ".parquet")
UNREADABLE = ("\0", "\ufffd", "\\u")  # UTF-16, an encoding of old, escapes in JSON: a name may hide there

# What told of a company, or of a file and a table by names that people gave them, stays without the person.
TEXTS = {
    "imports_touch": ("before", "after"),
    "imports_import": (
        "file_name", "table", "source", "mapping", "settings", "counts", "reasons", "notices", "came", "problem",
        "path", "bad_rows",
    ),
    "imports_draft": ("file_name", "table", "preset", "mapping", "settings", "trial", "trial_of", "path"),
}  # fmt: skip


def forget(customer_ids: Sequence[int], needles: Sequence[str]) -> None:
    """Called by the erasure of customers, in its transaction. A kept file that names the person goes as a whole."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM imports_touch t USING timeline_event e "
            "WHERE t.what = 'e' AND t.object_id = e.id AND e.customer_id = ANY(%s)",
            [list(customer_ids)],
        )
        cursor.execute(
            "DELETE FROM imports_touch t USING customers_identity i "
            "WHERE t.what = 'i' AND t.object_id = i.id AND i.customer_id = ANY(%s)",
            [list(customer_ids)],
        )
    Touch.objects.filter(what="c", object_id__in=customer_ids).delete()
    Touch.objects.filter(what="e", before__customer_id__in=list(customer_ids)).delete()
    for job in Import.objects.exclude(path="", bad_rows=""):
        for name in ("path", "bad_rows"):
            _forget_in(job, name, _as_in_file(job.mapping, needles))
    for table, columns in TEXTS.items():
        black_out(table, columns, needles)


def forget_uploads(customer_ids: Sequence[int], needles: Sequence[str]) -> None:
    """Called by the erasure of customers. Tables that wait to be brought in go with the file that names the person."""
    for draft in Draft.objects.filter(job=None):
        path = Path(draft.path)
        if not path.exists() or path.suffix in PACKED or _names(path, _as_in_file(draft.mapping, needles)):
            files.throw_away(path)
            draft.delete()


def _as_in_file(mapping: Mapping[str, Any], needles: Sequence[str]) -> list[str]:
    """An id that a mapping writes as `shop:{Customer ID}` stands in the file without what goes before it."""
    person = mapping.get("customer") or {}
    texts = [text for name in IDENTITIES for text in _texts(person.get(name))]
    around = {part.casefold() for text in texts for part in REFERENCE.split(text)[::2] if part}
    found = {needle.casefold() for needle in needles}
    found |= {needle.removeprefix(part).removesuffix(part) for needle in found for part in around}
    return sorted(found - {""})


def _texts(value: Any) -> list[str]:
    told = value.get("from", []) if isinstance(value, dict) else value
    return [text for text in (told if isinstance(told, list) else [told]) if isinstance(text, str)]


def _forget_in(job: Import, name: str, needles: Sequence[str]) -> None:
    """Packed files cannot be searched as they stand, so one that is kept goes whatever it holds."""
    path = Path(getattr(job, name))
    if not getattr(job, name) or not files.is_ours(path) or not path.exists():
        return
    if path.suffix in PACKED or _names(path, needles):
        _let_go(job, name)


def _names(path: Path, needles: Sequence[str]) -> bool:
    longest, tail = max((len(each) for each in needles), default=0), ""
    with path.open("r", encoding="utf-8", errors="replace") as file:
        while chunk := file.read(files.CHUNK):
            text = (tail + chunk).casefold()
            if any(needle in text for needle in needles) or any(sign in chunk for sign in UNREADABLE):
                return True
            tail = chunk[-longest:]
    return False


def _let_go(job: Import, name: str) -> None:
    path = getattr(job, name)
    if path and files.is_ours(Path(path)):
        files.throw_away(Path(path))
        setattr(job, name, "")
        job.save(update_fields=[name])
