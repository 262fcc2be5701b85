"""Files of imports: where they are kept as long as they are needed, and what tells one from another."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.utils.crypto import get_random_string

from nabiz.imports.reading.tables import Format, Settings

CHUNK = 1 << 20


def folder() -> Path:
    return Path(settings.HOME) / "files" / "imports"


def keep_upload(name: str, chunks: Iterable[bytes]) -> Path:
    """Write an uploaded file below the home folder, under its own name in a folder of its own."""
    place = folder() / get_random_string(16)
    place.mkdir(parents=True, mode=0o700)
    path = place / (PurePath(name.replace("\\", "/")).name.replace("\0", "").strip(". ")[:120] or "file")
    with path.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
    return path


def is_ours(path: Path) -> bool:
    return folder().resolve() in path.resolve().parents


def throw_away(path: Path) -> None:
    """Delete a file that Nabız kept, and its folder once it is empty; anybody else's file stays."""
    if not is_ours(path):
        return
    path.unlink(missing_ok=True)
    if path.parent != folder() and path.parent.is_dir() and not any(path.parent.iterdir()):
        shutil.rmtree(path.parent, ignore_errors=True)


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_of_json(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def settings_of(told: Mapping[str, Any]) -> Settings:
    """How a table is written, from what a mapping or a form says; words that are not known are left out."""
    names = {each.name for each in fields(Settings)} - {"columns", "blank"}
    known = {name: value for name, value in told.items() if name in names}
    columns = {name: Format(**its) for name, its in told.get("columns", {}).items()}
    blank = tuple(told["blank"]) if "blank" in told else None
    return Settings(**known, blank=blank, columns=columns)
