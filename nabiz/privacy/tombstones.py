"""Who was erased, kept beside the database, so that restoring an older backup does not bring them back.

The file holds numbers and keyed hashes. A backup does not contain it, and restoring one leaves it in place.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from nabiz.customers.addresses import since_of, standing_as
from nabiz.customers.commands import erase_customer
from nabiz.customers.erasure import needles_of
from nabiz.privacy.hashing import keyed_hash
from nabiz.privacy.models import Erasure


def hash_of(number: int, since: datetime) -> str:
    """Numbers are given out once in an installation; the moment tells another installation's customers apart."""
    return keyed_hash(f"customer {number} {since.isoformat()}")


def keep(erasure: Erasure) -> None:
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    line = {"at": erasure.erased_at.isoformat(), "customers": erasure.customers, "hashes": erasure.hashes}
    with path.open("a") as file:
        file.write(f"{json.dumps(line)}\n")
    path.chmod(0o600)


def erase_again() -> int:
    """Erase whoever came back with a backup; returns how many."""
    again = 0
    for line in _lines():
        for number, since in since_of(line["customers"]).items():
            hashes = {hash_of(number, since), *map(keyed_hash, needles_of([number]))}
            person = standing_as(number) if hashes & set(line["hashes"]) else None
            if person:
                erase_customer(person)
                again += 1
    return again


def _lines() -> Iterator[dict[str, Any]]:
    """From the file and from the database: either may be the one that was not restored."""
    if _path().exists():
        yield from map(json.loads, _path().read_text().splitlines())
    for customers, hashes in Erasure.objects.values_list("customers", "hashes"):
        yield {"customers": customers, "hashes": hashes}


def _path() -> Path:
    return Path(settings.HOME) / "erased.jsonl"
