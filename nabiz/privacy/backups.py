"""The backups that `nabiz backup` made, and until when each should be deleted."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from nabiz.privacy.models import Erasure

KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Backup:
    file: str
    made: datetime
    is_there: bool
    erased_since: int

    @property
    def delete_by(self) -> datetime:
        return self.made + KEPT_FOR


def backups() -> list[Backup]:
    """Newest first, each with how many of its customers were erased since and are still in it."""
    path = Path(settings.HOME) / "backups.jsonl"
    lines = map(json.loads, path.read_text().splitlines()) if path.exists() else ()
    return sorted(map(_backup, lines), key=lambda backup: backup.made, reverse=True)


def _backup(line: dict[str, str]) -> Backup:
    made = datetime.fromisoformat(line["made"])
    erased = Erasure.objects.filter(known_since__lte=made, erased_at__gt=made).count()
    return Backup(line["file"], made, Path(line["file"]).exists(), erased)
