"""One process at a time owns a home folder."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nabiz.cli.problems import Problem


@contextmanager
def owning(home: Path, *, url: str = "") -> Iterator[None]:
    """Own the folder until the block ends. The kernel lets go of the lock whatever way the process ends."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        file = (home / "serve.lock").open("a+")
    except OSError as error:
        raise Problem("home_not_writable", home=home, reason=error.strerror) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Problem("already_running", home=home, **owner_of(home)) from error
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "url": url}))
        file.flush()
        yield


def owner_of(home: Path) -> dict[str, object]:
    """Process id and address of whoever owns the folder."""
    try:
        content = json.loads((home / "serve.lock").read_text())
    except (OSError, json.JSONDecodeError):
        content = {}
    return {"pid": content.get("pid", "?"), "url": content.get("url") or "–"}
