"""Places where files appear: a folder under the allowed roots, or a prefix in S3. Links are not followed."""

import fnmatch
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import pyarrow as pa
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from pyarrow import fs

from nabiz.connectors.boxes import opened
from nabiz.connectors.models import Connector
from nabiz.connectors.stripe.messages import Unusable

MOST_FILES = 10_000
SETTLED = timedelta(minutes=1)  # a file that nobody wrote to for so long is whole
BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Found:
    """`path` is below the place; `mark` changes with each writing."""

    path: str
    size: int
    mark: str
    is_settled: bool


class Place(Protocol):
    def files(self) -> list[Found]: ...

    def fetch(self, path: str, to: Path) -> None: ...


def place_of(connector: Connector) -> Place:
    """Raises Unusable, with the reason in words, for a place that may not be watched."""
    where, pattern = str(connector.options.get("place") or ""), str(connector.options.get("pattern") or "*")
    if where.startswith("s3://"):
        return Bucket(where, pattern, connector)
    return Folder(allowed_path(where), pattern)


def allowed_path(where: str) -> Path:
    """The real path of a folder or file under one of the roots that the environment names. Raises Unusable."""
    roots = [Path(root).resolve() for root in settings.WATCHED_ROOTS]
    path = Path(where)
    if not path.is_absolute() or ".." in path.parts or "\0" in where:
        raise Unusable(_("Write the whole path, without “..”."))
    real = path.resolve()
    if not any(real.is_relative_to(root) for root in roots):
        allowed = ", ".join(map(str, settings.WATCHED_ROOTS)) or _("none")
        raise Unusable(_("This path may not be read. Allowed (NABIZ_WATCHED): %(roots)s") % {"roots": allowed})
    return real


@dataclass
class Folder:
    root: Path
    pattern: str

    def files(self) -> list[Found]:
        if not self.root.is_dir():
            raise Unusable(_("There is no such folder."))
        return sorted(self._walk(), key=lambda found: found.mark)[:MOST_FILES]

    def _walk(self) -> Iterator[Found]:
        for folder, _folders, names in os.walk(self.root, followlinks=False):
            for name in names:
                path = Path(folder) / name
                if not fnmatch.fnmatch(name, self.pattern) or name.startswith(".") or path.is_symlink():
                    continue
                its = path.stat(follow_symlinks=False)
                age = timezone.now() - datetime.fromtimestamp(its.st_mtime, timezone.get_current_timezone())
                mark = f"{its.st_mtime_ns:020}:{its.st_size}"
                yield Found(path.relative_to(self.root).as_posix(), its.st_size, mark, age > SETTLED)

    def fetch(self, path: str, to: Path) -> None:
        """Raises OSError where the file became a link meanwhile."""
        handle = os.open(self.root / path, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as source, to.open("wb") as target:
            shutil.copyfileobj(source, target, BLOCK)


class Bucket:
    """Objects appear whole, so each is settled."""

    def __init__(self, where: str, pattern: str, connector: Connector) -> None:
        self.root, self.pattern = where.removeprefix("s3://").strip("/"), pattern
        told = opened(connector.secrets)
        endpoint = urlsplit(str(connector.options.get("endpoint") or ""))
        if endpoint.scheme not in ("", "https", "http"):
            raise Unusable(_("The address of the server begins with https:// or http://."))
        own = {"endpoint_override": endpoint.netloc, "scheme": endpoint.scheme} if endpoint.netloc else {}
        self.files_of = fs.S3FileSystem(
            access_key=told.get("user") or None, secret_key=told.get("secret") or None,
            region=str(connector.options.get("region") or "us-east-1"), connect_timeout=10, request_timeout=60, **own,
        )  # fmt: skip

    def files(self) -> list[Found]:
        try:
            listed = self.files_of.get_file_info(fs.FileSelector(self.root, recursive=True))
        except (OSError, pa.ArrowException) as error:
            raise Unusable(_("The bucket cannot be read: %(problem)s") % {"problem": str(error)[:200]}) from error
        found = [
            Found(each.path.removeprefix(self.root).lstrip("/"), each.size, f"{each.mtime_ns:020}:{each.size}", True)
            for each in listed
            if each.type == fs.FileType.File and fnmatch.fnmatch(each.base_name, self.pattern)
        ]
        return sorted(found, key=lambda each: each.mark)[:MOST_FILES]

    def fetch(self, path: str, to: Path) -> None:
        with self.files_of.open_input_stream(f"{self.root}/{path}") as source, to.open("wb") as target:
            while block := source.read(BLOCK):
                target.write(block)
