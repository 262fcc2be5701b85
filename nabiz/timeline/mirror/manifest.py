"""Which files are the mirror right now. Readers hold on to one manifest, so what they see never changes under them."""

import json
import logging
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

log = logging.getLogger(__name__)
FORMAT = 1


@dataclass
class FamilyFiles:
    version: int = 0
    files: dict[str, list[str]] = field(default_factory=dict)  # month → paths below the mirror folder


@dataclass
class DimensionFile:
    version: str = ""
    file: str = ""


@dataclass
class Manifest:
    """`watermark` is the oldest transaction that was still running at the last export: all before it is here."""

    database: str = ""
    watermark: int = 0
    families: dict[str, FamilyFiles] = field(default_factory=dict)
    dimensions: dict[str, DimensionFile] = field(default_factory=dict)
    trash: dict[str, float] = field(default_factory=dict)  # path → when it stopped being part of the mirror
    format: int = FORMAT

    def live_files(self) -> set[str]:
        events = {path for family in self.families.values() for paths in family.files.values() for path in paths}
        return events | {dimension.file for dimension in self.dimensions.values()}


def folder() -> Path:
    return Path(settings.MIRROR)


def read_manifest() -> Manifest:
    """The present manifest; an empty one where there is none, or where it was written by another format."""
    try:
        content = json.loads((folder() / "manifest.json").read_bytes())
    except (FileNotFoundError, json.JSONDecodeError):
        return Manifest()
    return _parsed(content) if content.get("format") == FORMAT else Manifest()


def write_manifest(manifest: Manifest) -> None:
    """Replace the manifest in one step, durably: after a crash there is the old one or the new one."""
    path = folder() / "manifest.json"
    scratch = path.with_suffix(f".{os.getpid()}")
    with scratch.open("w") as file:
        json.dump(asdict(manifest), file)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)


def ask_for_rebuild() -> None:
    """Tell whoever writes the mirror that a file of it is damaged. A reader cannot mend it itself."""
    try:
        _plea().touch()
    except OSError as error:  # who may only read
        log.error("The mirror needs `nabiz mirror --rebuild`: %s", error)


def is_rebuild_asked_for() -> bool:
    return _plea().exists()


def forget_plea() -> None:
    _plea().unlink(missing_ok=True)


def _plea() -> Path:
    return folder() / "rebuild"


def _parsed(content: dict[str, Any]) -> Manifest:
    families = {name: FamilyFiles(**each) for name, each in content.pop("families").items()}
    dimensions = {name: DimensionFile(**each) for name, each in content.pop("dimensions").items()}
    return Manifest(families=families, dimensions=dimensions, **content)
