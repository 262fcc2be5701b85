"""`nabiz backup` and `nabiz restore`: a whole installation in one file. The mirror is left out: it is made again."""

import argparse
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import psycopg
import psycopg.conninfo

from nabiz.cli.database import database
from nabiz.cli.lock import owning
from nabiz.cli.postgres import binary, start_postgres
from nabiz.cli.problems import Problem, terminal_language
from nabiz.config.home import database_url, home_folder

FORMAT = 1
KEPT = ("files", "secret_key")
MEMBERS = frozenset({"about.json", "database", *KEPT})
SAID = {
    "en": {"kept": "Everything is in {file} ({size:.1f} MB).", "back": "The installation of {when} is back."},
    "tr": {"kept": "Her şey {file} dosyasında ({size:.1f} MB).", "back": "{when} tarihli kurulum geri geldi."},
}


def backup(arguments: Sequence[str]) -> int:
    """Write the database, the files and the key into FILE. Works while Nabız serves."""
    parser = argparse.ArgumentParser("nabiz backup")
    parser.add_argument("file", type=Path)
    target: Path = parser.parse_args(arguments).file
    if target.exists():
        raise Problem("file_exists", file=target)
    home = home_folder()
    with database(home), tempfile.TemporaryDirectory(dir=target.resolve().parent) as scratch:
        _pg("pg_dump", "--format=custom", "--no-owner", "--file", f"{scratch}/database", home=home)
        whole = Path(scratch) / "whole"
        with tarfile.open(whole, "w") as archive:
            _add_text(archive, Path(scratch), json.dumps({"format": FORMAT, "made": datetime.now(UTC).isoformat()}))
            archive.add(f"{scratch}/database", "database")
            for name in KEPT:
                if (home / name).exists():
                    archive.add(home / name, name)
        whole.chmod(0o600)
        whole.rename(target)
    _note(home, target)
    print(SAID[terminal_language()]["kept"].format(file=target, size=target.stat().st_size / 1e6))  # noqa: T201
    return 0


def restore(arguments: Sequence[str]) -> int:
    """Make this installation the one that FILE holds."""
    parser = argparse.ArgumentParser("nabiz restore")
    parser.add_argument("file", type=Path)
    parser.add_argument("--replace", action="store_true", help="overwrite the data that is here")
    options = parser.parse_args(arguments)
    home = home_folder()
    with owning(home), _server(home), tempfile.TemporaryDirectory(dir=home) as scratch:
        about = _unpacked(options.file, Path(scratch))
        if not options.replace and _holds_data(home):
            raise Problem("not_empty")
        _pg(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            f"{scratch}/database",
            home=home,
        )
        _settle(home, Path(scratch))
    print(SAID[terminal_language()]["back"].format(when=str(about["made"])[:16]))  # noqa: T201
    from nabiz.cli.main import _django

    return _django("erase")(["--again"])  # whoever was erased since the backup was made


@contextmanager
def _server(home: Path) -> Iterator[None]:
    if os.environ.get("DATABASE_URL"):
        yield
        return
    postgres = start_postgres(home)
    try:
        yield
    finally:
        postgres.stop()


def _pg(program: str, *arguments: str, home: Path) -> None:
    """Run one of PostgreSQL's programs; the address goes by the environment, where other users cannot read it."""
    url = database_url(home)
    address = psycopg.conninfo.conninfo_to_dict(url)
    environment = {**os.environ, "PGPASSWORD": str(address.pop("password", "") or "")}
    command = [str(binary(program)), "--dbname", psycopg.conninfo.make_conninfo("", **address), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1]
        if program == "pg_dump":
            raise Problem("backup_failed", reason=reason)
        raise Problem("bad_archive", file=arguments[-1], reason=reason)


def _note(home: Path, made: Path) -> None:
    """A list of the backups, beside the database: an erasure tells from it which of them still hold the person."""
    line = {"file": str(made.resolve()), "made": datetime.now(UTC).isoformat(), "bytes": made.stat().st_size}
    with (home / "backups.jsonl").open("a") as file:
        file.write(f"{json.dumps(line)}\n")


def _add_text(archive: tarfile.TarFile, scratch: Path, text: str) -> None:
    (scratch / "about.json").write_text(text)
    archive.add(scratch / "about.json", "about.json")


def _unpacked(file: Path, scratch: Path) -> dict[str, object]:
    """Unpack below `scratch` the members that a backup has, and refuse any other."""
    try:
        with tarfile.open(file) as archive:
            for member in archive:
                _unpack(archive, member, scratch)
        about: dict[str, object] = json.loads((scratch / "about.json").read_text())
    except (OSError, tarfile.TarError, ValueError) as error:
        raise Problem("bad_archive", file=file, reason=error) from error
    if about.get("format") != FORMAT:
        raise Problem("bad_archive", file=file, reason=f"format {about.get('format')}")
    return about


def _unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, scratch: Path) -> None:
    """Plain files only, below names that we know: no links, no devices, no way out of the folder."""
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts or not path.parts or path.parts[0] not in MEMBERS:
        raise tarfile.TarError(member.name)
    if member.isdir():
        return
    content = archive.extractfile(member) if member.isfile() else None
    if content is None:
        raise tarfile.TarError(member.name)
    target = scratch / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with content, target.open("wb") as file:
        shutil.copyfileobj(content, file)
    target.chmod(member.mode & 0o700)


def _holds_data(home: Path) -> bool:
    with psycopg.connect(database_url(home)) as connection:
        if not connection.execute("SELECT to_regclass('team_company')").fetchone()[0]:  # type: ignore[index]
            return False
        row = connection.execute("SELECT EXISTS (SELECT FROM team_company)").fetchone()
        return bool(row and row[0])


def _settle(home: Path, scratch: Path) -> None:
    """Transaction ids of the old server mean nothing here: 0 stands for long ended, and the mirror starts over."""
    with psycopg.connect(database_url(home)) as connection:
        connection.execute("UPDATE timeline_event SET xid = 0")
    shutil.rmtree(home / "mirror", ignore_errors=True)
    for name in KEPT:
        if (scratch / name).exists():
            shutil.rmtree(home / name, ignore_errors=True)
            (scratch / name).replace(home / name)
